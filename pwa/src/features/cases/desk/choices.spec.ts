import { describe, expect, it } from 'vitest'
import type { Department } from '@/core/api'
import { whole } from '@/testing/fixtures'
import { choicesFor, daysOn } from './choices'
import { calendarsOf, historyOf } from './clock'

const departments = Array.from({ length: 12 }, (_, i) => ({ id: `d${i}`, name: `部门${i}`, unit_id: 'unit-1', is_active: true }) as Department)
const chip = (n: number) => `理由${n}`
const at = Date.parse('2026-11-23T06:20:00Z')

describe('what a digit chooses', () => {
  it('is a department, as many as there are digits', () => {
    const found = choicesFor('assign', whole(), departments, chip)
    expect(found).toHaveLength(9)
    expect(found[0]).toEqual({ kind: 'department', id: 'd0', words: '部门0' })
  })

  it('is a usual reason', () => {
    expect(choicesFor('suspend', whole(), departments, chip)).toEqual([1, 2, 3].map((n) => ({ kind: 'note', words: `理由${n}` })))
  })

  it('is the end that was asked for first, then days', () => {
    const asked = '2026-11-26T10:00:00Z'
    expect(choicesFor('extend', whole({ extension_asked_until: asked }), [], chip).slice(0, 2)).toMatchObject([{ due_at: asked, days: null }, { days: 1 }])
    expect(choicesFor('extend', whole(), [], chip)[0]).toMatchObject({ days: 1 })
  })

  it('is nothing where a move asks for nothing usual', () => {
    expect(choicesFor('verify_pass', whole(), departments, chip)).toEqual([])
    expect(choicesFor('remind', whole(), departments, chip)).toEqual([])
  })
})

describe('days on', () => {
  it('count from the present end, to the full hour', () => {
    expect(daysOn(2, '2026-11-24T10:00:00Z', at)).toBe('2026-11-26T10:00:00.000Z')
  })

  it('count from now where the end is over or there is none', () => {
    expect(daysOn(1, '2026-11-20T10:00:00Z', at)).toBe('2026-11-24T07:00:00.000Z')
    expect(daysOn(1, null, at)).toBe('2026-11-24T07:00:00.000Z')
  })
})

describe('the calendar of a clock', () => {
  const limit = { text: '3天', amount: 3, clock: 'working_days' as const, note: '' }
  const sources = (year: number) => (year === 2026 ? ('published' as const) : ('weekends' as const))

  it('is that of each year it runs through, by the district’s time', () => {
    const shown = whole({ limit, assigned_at: '2026-12-31T15:59:00Z', due_at: '2026-12-31T16:00:00Z' })
    expect(calendarsOf(shown, sources)).toEqual([{ year: 2026, source: 'published' }, { year: 2027, source: 'weekends' }])
  })

  it('is none where the clock runs on, or there is no end', () => {
    expect(calendarsOf(whole({ limit: { ...limit, clock: 'running' }, due_at: '2026-12-31T16:00:00Z' }), sources)).toEqual([])
    expect(calendarsOf(whole({ limit, due_at: null }), sources)).toEqual([])
    expect(calendarsOf(whole({ limit: null, due_at: '2026-12-31T16:00:00Z' }), sources)).toEqual([])
  })

  it('is told with what moved the end', () => {
    const event = { id: '9', actor_id: 'x', actor_name: 'x', at: '', from_status: null, to_status: 'assigned' as const, note: '', data: {} }
    expect(historyOf(whole({ events: [{ ...event, action: 'extend' }, { ...event, action: 'suspend' }, { ...event, action: 'extend' }] }))).toEqual({ extensions: 2, pauses: 1 })
  })
})
