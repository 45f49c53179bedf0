import { describe, expect, it } from 'vitest'
import { series } from '@/testing/cleanups-desk'
import { bodyOfSeries, changesRhythm, formOfSeries, lackOfSeries, newSeries, toggled } from './series-form'

const festival = { starts_on: '2026-02-15', ends_on: '2026-02-23', reason: ' 春节 ' }
const holiday = { starts_on: '2026-01-01', ends_on: '2026-01-03', reason: '元旦' }

describe('a series being written', () => {
  it('goes out as it came in, with the version seen', () => {
    const { id, unit_name, updated_at, may_organise, ...body } = series()
    void [id, unit_name, updated_at, may_organise]
    expect(bodyOfSeries(formOfSeries(series()))).toEqual(body)
  })

  it('carries no version when new, and its pauses in order', () => {
    const body = bodyOfSeries({ ...newSeries('unit-1', '2026-01-01'), name: ' 三捡三拾 ', weekdays: [3, 6], pauses: [festival, holiday] })
    expect(body).not.toHaveProperty('version')
    expect(body).toMatchObject({ name: '三捡三拾', ends_on: null, pauses: [holiday, { ...festival, reason: '春节' }] })
  })

  it('takes several weekdays, in the order of the week', () => {
    expect(toggled([6], 3)).toEqual([3, 6])
    expect(toggled([3, 6], 3)).toEqual([6])
  })

  it('says when another rhythm begins', () => {
    expect(changesRhythm({ ...formOfSeries(series()), weekdays: [5] }, series())).toBe(true)
    expect(changesRhythm(formOfSeries(series()), series())).toBe(false)
    expect(changesRhythm(newSeries('u', '2026-01-01'), null)).toBe(false)
  })

  it.each([
    [{ name: ' ' }, 'name'],
    [{ unit_id: '' }, 'unit'],
    [{ weekdays: [] }, 'weekdays'],
    [{ starts_on: '' }, 'starts_on'],
    [{ ends_on: '2025-12-31' }, 'ends_on'],
    [{ pauses: [{ ...festival, reason: '' }] }, 'pause'],
    [{ pauses: [{ ...festival, ends_on: '2026-02-01' }] }, 'pause_order'],
    [{ pauses: [{ ...festival, ends_on: '' }] }, 'pause'],
    [{ pauses: [festival] }, null],
  ])('lacks what the server would ask for: %j', (over, lack) => {
    expect(lackOfSeries({ ...formOfSeries(series()), ...over })).toBe(lack)
  })
})
