import { describe, expect, it } from 'vitest'
import { series, week, weekSession } from '@/testing/cleanups-desk'
import { addDays } from './days'
import type { Week } from './types'
import { doorOf, freeDays, looks, quarters, sessionsOf, stepTo, yearsOf } from './weeks'

const year = (count: number, over: (n: number) => Partial<Week> = () => ({})) =>
  Array.from({ length: count }, (_, n) => week({ week: `2026-W${String(n + 1).padStart(2, '0')}`, starts_on: addDays('2025-12-29', 7 * n), ...over(n + 1) }))

describe('a year of weeks', () => {
  it('stands in four rows, with the 53rd at the end', () => {
    expect(quarters(year(52)).map((row) => row.length)).toEqual([13, 13, 13, 13])
    const long = quarters(year(53))
    expect(long.map((row) => row.length)).toEqual([13, 13, 13, 14])
    expect(long[3]!.at(-1)!.week).toBe('2026-W53')
  })

  it('is counted by state, and adds up person-times of what was held', () => {
    const weeks = year(3, (n) => (n === 1 ? { state: 'held', total: 905 } : n === 2 ? { state: 'held', total: 0 } : {}))
    const [mine] = yearsOf([series(), series({ id: 'other' })], weeks)
    expect(mine!.counts).toMatchObject({ held: 2, missed: 1, cancelled: 0 })
    expect(mine!.total).toBe(905)
    expect(yearsOf([series({ id: 'other' })], weeks)).toEqual([])
  })

  it('never tells two states by colour alone', () => {
    const shapes = Object.values(looks).map(({ shape }) => shape)
    expect(new Set(shapes).size).toBe(shapes.length)
  })
})

describe('what a click on a week opens', () => {
  it('is the session that was held', () => {
    const held = week({ state: 'held', sessions: [weekSession()] })
    expect(doorOf(held, [held], true)).toEqual({ kind: 'session', id: 'session-1' })
    expect(doorOf(held, [held], false)).toEqual({ kind: 'session', id: 'session-1' })
  })

  it('is the form for the missed day, but only for who may plan', () => {
    expect(doorOf(week(), [], true)).toEqual({ kind: 'enter', on: '2026-11-21' })
    expect(doorOf(week(), [], false)).toEqual({ kind: 'none' })
  })

  it('is a question where the week has several days', () => {
    const twice = week({ planned_on: ['2026-11-18', '2026-11-21'], sessions: [weekSession()] })
    expect(freeDays(twice, [twice])).toEqual(['2026-11-18'])
    expect(doorOf(twice, [twice], true)).toEqual({ kind: 'choose' })
    expect(doorOf(twice, [twice], false)).toEqual({ kind: 'session', id: 'session-1' })
    expect(doorOf(week({ planned_on: ['2026-11-18', '2026-11-21'] }), [], true)).toEqual({ kind: 'choose' })
  })

  it('is the session wherever it was postponed to', () => {
    const from = week({ state: 'postponed' })
    const to = week({ week: '2026-W48', planned_on: [], sessions: [weekSession({ id: 'moved', held_on: '2026-11-24' })] })
    expect(sessionsOf(from, [from, to]).map(({ id }) => id)).toEqual(['moved'])
    expect(doorOf(from, [from, to], true)).toEqual({ kind: 'session', id: 'moved' })
    expect(sessionsOf(from, [from, { ...to, series_id: 'other' }])).toEqual([])
    expect(freeDays(from, [from, to])).toEqual([])
    const off = { ...to, sessions: [weekSession({ id: 'moved', held_on: '2026-11-24', state: 'cancelled' })] }
    expect(freeDays(from, [from, off])).toEqual(['2026-11-21'])
  })

  it('lets an extra session be held in a week without a plan', () => {
    const paused = week({ state: 'paused', planned_on: [] })
    expect(doorOf(paused, [], true)).toEqual({ kind: 'choose' })
    expect(doorOf(paused, [], false)).toEqual({ kind: 'none' })
  })
})

describe('the arrow keys', () => {
  it.each([['ArrowRight', 0, 1], ['ArrowDown', 3, 16], ['ArrowUp', 16, 3], ['ArrowLeft', 0, null], ['ArrowDown', 50, null], ['End', 4, 52], ['Home', 4, 0], ['a', 4, null]])(
    '%s from %i leads to %s',
    (key, at, to) => {
      expect(stepTo(key, at, 53)).toBe(to)
    },
  )
})
