import { describe, expect, it } from 'vitest'
import { week } from '@/testing/cleanups-desk'
import { overPlaces, overTime, tick } from './options'
import { dark, light, paletteFor } from './palette'
import { countOf, measured, placeRows, share, timeRows, totalRow } from './rows'
import { presetOf, readSpan, spanOf } from './span'
import { isZero, timesOf, weekTimes, yearsOf } from './times'
import type { SumsOf } from './types'

const sums = (key: string | null, total: number, over: Partial<SumsOf> = {}): SumsOf => ({
  key, name: null, sessions: 1, person_times: { volunteer: total }, person_times_total: total, shops_taking_part: 0, shops_registered: null, results: { bag: total }, cases_found: 0, cases_closed: 0, ...over,
})
const span = { first: '2026-11-02', last: '2026-11-29' }
const weeks = [week({ week: '2026-W45', state: 'held' }), week({ week: '2026-W46', state: 'missed' }), week({ week: '2026-W47', state: 'held', total: 0 }), week({ week: '2026-W48', state: 'planned' })]
const times = weekTimes([sums('2026-W45', 40), sums('2026-W47', 0)], weeks, span)
const say = { state: (state: string) => `<${state}>`, name: ({ key }: { key: string }) => key, all: 'all' }
const words = { missed: 'missed', nobody: 'nobody' }

describe('a span', () => {
  it('is this year unless an address says otherwise', () => {
    expect(readSpan({}, '2026-11-23')).toEqual({ first: '2026-01-01', last: '2026-11-23' })
    expect(readSpan({ first: '2026-03-01', last: '2026-02-01' }, '2026-11-23').first).toBe('2026-01-01')
    expect(readSpan({ first: '2025-12-29', last: '2026-01-04' }, '2026-11-23')).toEqual({ first: '2025-12-29', last: '2026-01-04' })
  })

  it('is found again among those offered', () => {
    expect(spanOf('twelve_weeks', '2026-11-23')).toEqual({ first: '2026-09-01', last: '2026-11-23' })
    expect(spanOf('last_year', '2026-11-23')).toEqual({ first: '2025-01-01', last: '2025-12-31' })
    expect(presetOf(spanOf('this_month', '2026-11-23'), '2026-11-23')).toBe('this_month')
    expect(presetOf({ first: '2026-01-02', last: '2026-01-03' }, '2026-11-23')).toBeUndefined()
  })

  it('touches the ISO years of its weeks, not those of its days', () => {
    expect(yearsOf({ first: '2027-01-01', last: '2027-01-03' })).toEqual([2026])
    expect(yearsOf({ first: '2026-12-28', last: '2027-01-04' })).toEqual([2026, 2027])
  })
})

describe('weeks in a row', () => {
  it('tell a missed one from one with nobody', () => {
    expect(times.map(({ key, state }) => [key, state])).toEqual([['2026-W45', 'held'], ['2026-W46', 'missed'], ['2026-W47', 'held'], ['2026-W48', 'planned']])
    expect(times.map(isZero)).toEqual([false, false, true, false])
    expect(countOf(times)).toEqual({ missed: 1, nobody: 1 })
  })

  it('of several series are held when one was out', () => {
    const both = weekTimes([], [week({ state: 'missed' }), week({ series_id: 'other', state: 'held' })], { first: '2026-11-16', last: '2026-11-22' })
    expect(both).toEqual([{ key: '2026-W47', sums: null, state: 'held', missed: 1, nobody: 0 }])
  })

  it('have a 53rd in 2026', () => {
    const found = weekTimes([], [], { first: '2026-12-21', last: '2027-01-04' })
    expect(found.map(({ key }) => key)).toEqual(['2026-W52', '2026-W53', '2027-W01'])
  })

  it('say in the table why there is no number', () => {
    const rows = timeRows(times, ({ person_times_total }) => [person_times_total], say)
    expect(rows.map(({ cells, lack }) => lack?.words ?? cells[0])).toEqual([40, '● <missed>', 0, '○ <planned>'])
    expect(rows[1]!.lack?.tone).toBe('red')
    expect(totalRow(sums('x', 40), ({ sessions }) => [sessions], say)).toEqual({ key: 'all', name: 'all', cells: [1] })
  })
})

describe('a chart over time', () => {
  const option = overTime(times, [{ name: '志愿者', of: ({ person_times_total }) => person_times_total }], light, words)
  const series = option.series as { name: string; data: (number | null)[]; type: string }[]

  it('leaves a gap for a missed week and draws 0 for one with nobody, each with a mark of its own', () => {
    expect(series.map(({ name, data }) => [name, data])).toEqual([
      ['志愿者', [40, null, 0, null]],
      ['missed', [null, 0, null, null]],
      ['nobody', [null, null, 0, null]],
    ])
  })

  it('stacks what belongs together, and names each', () => {
    const both = overTime(timesOf([sums('2026-11', 7)]), ['a', 'b'].map((name) => ({ name, of: () => 1 })), light, words)
    expect(both.series).toHaveLength(2)
    expect(both.legend).toMatchObject({ show: true })
  })

  it('shows how many are registered as a line, with room above it', () => {
    const shops = overTime(times, [{ name: 'shops', of: () => 5 }], light, words, { name: '980', value: 980 })
    expect((shops.series as { markLine?: { data: object[] } }[])[0]!.markLine!.data).toEqual([{ yAxis: 980 }])
    expect((shops.yAxis as { max: (of: { max: number }) => number }).max({ max: 5 })).toBe(1080)
  })

  it('has short names for weeks', () => {
    expect(['2026-W07', '2026-11'].map(tick)).toEqual(['7', '2026-11'])
  })
})

describe('places beside each other', () => {
  const items = [sums('u1', 10, { name: '甲', shops_taking_part: 8, shops_registered: 10 }), sums(null, 30, { shops_registered: 0 })]

  it('stand with the most first; a place without a name gets words', () => {
    expect(placeRows(items, 'person_times', 'none').map(({ name }) => name)).toEqual(['none', '甲'])
    expect(placeRows(items, 'share', 'none').map(({ name, value }) => [name, value])).toEqual([['甲', 80], ['none', 0]])
    expect(placeRows(items, 'shops', 'none')[0]!.row.cells).toEqual([1, 10, 8, 10, '80%', 0, 0])
  })

  it('are measured by one thing at a time', () => {
    expect((['person_times', 'shops', 'share', 'cases'] as const).map((one) => measured(items[0]!, one))).toEqual([10, 8, 80, 0])
    expect([share(1, 0), share(1, null), share(1, 3)]).toEqual([null, null, 33])
  })

  it('are drawn twenty at most, the largest at the top', () => {
    const many = Array.from({ length: 25 }, (_, value) => ({ name: `n${value}`, value }))
    const { data } = overPlaces(many, 'x', light).yAxis as { data: string[] }
    expect([data.length, data.at(-1), data[0]]).toEqual([20, 'n24', 'n5'])
  })
})

it('is printed on white whatever the screen', () => {
  expect([paletteFor('dark', false), paletteFor('dark', true), paletteFor('light', false)]).toEqual([dark, light, light])
})
