import { describe, expect, it } from 'vitest'
import type { Appointment } from '@/core/api'
import { byPerson, dayOf } from './appointments'

const row = (user: string, level: string, id: string): Appointment => ({
  id, segment_id: id, segment_name: id, unit_id: 'u', user_id: user, user_name: user, level_id: level, level_name: level,
  starts_on: '2026-01-01', ends_on: null, stands_in_for_id: null, stands_in_for_name: null,
})

describe('who answers for what, by person', () => {
  it('puts whoever holds most first and names each level once', () => {
    const held = byPerson([row('a', '一级', '1'), row('b', '一级', '2'), row('b', '一级', '3'), row('b', '二级', '4')])
    expect(held.map(({ user_name, levels, rows }) => [user_name, levels, rows.length])).toEqual([
      ['b', ['一级', '二级'], 3],
      ['a', ['一级'], 1],
    ])
  })
})

describe('a day', () => {
  it('is the district\'s, whatever the zone of the computer', () => {
    expect(dayOf(new Date('2026-11-22T16:30:00Z'))).toBe('2026-11-23')
  })
})
