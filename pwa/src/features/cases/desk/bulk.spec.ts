import { describe, expect, it } from 'vitest'
import type { Role, Status } from '@/core/api'
import { row } from '@/testing/fixtures'
import { bulkMoves, offersFor, offersForAll } from './bulk'
import { nothing } from './filters'
import { moves } from './moves'

const is = (...held: Role[]) => (...roles: Role[]) => roles.some((role) => held.includes(role))
const rows = (...statuses: Status[]) => statuses.map((status, i) => row({ id: String(i), status }))

describe('moves for many', () => {
  it('are those that at least one of the ticked can make, and say how many can', () => {
    const found = offersFor(rows('reported', 'reported', 'handled'), is('supervisor'))
    expect(found.map(({ action, fits }) => [action, fits])).toEqual([
      ['assign', 2], ['file', 2], ['verify_pass', 1], ['verify_fail', 1], ['reject', 2], ['merge', 3], ['remind', 1], ['comment', 3],
    ])
  })

  it('leave merging out where there is nothing to merge with', () => {
    expect(offersFor(rows('filed'), is('supervisor')).some(({ action }) => action === 'merge')).toBe(false)
    expect(offersFor(rows('filed', 'closed'), is('supervisor')).some(({ action }) => action === 'merge')).toBe(false)
  })

  it('are fewer for those who may do less', () => {
    expect(offersFor(rows('assigned', 'handled'), is('viewer')).map(({ action }) => action)).toEqual(['comment'])
    expect(offersFor(rows('assigned'), is('handler')).map(({ action }) => action)).toEqual(['take', 'return', 'comment'])
    expect(offersFor(rows('handled'), is('road_chief')).map(({ action }) => action)).toEqual(['verify_pass', 'verify_fail', 'comment'])
  })

  it('for all that a filter finds are those its statuses can make, and never a merge', () => {
    const found = offersForAll({ ...nothing, status: ['suspended'] }, is('supervisor')).map(({ action }) => action)
    expect(found).toEqual(['resume', 'comment'])
    const any = offersForAll({ ...nothing, q: '桐柏' }, is('supervisor')).map(({ action }) => action)
    expect(any).toContain('verify_pass')
    expect(any).not.toContain('merge')
  })

  it('have a key of their own each, where one person has them all', () => {
    for (const role of ['supervisor', 'handler', 'road_chief'] as const) {
      const keys = bulkMoves.filter(({ roles }) => roles.includes(role)).map(({ action }) => moves[action].key)
      const twice = keys.filter((key, i) => keys.indexOf(key) !== i)
      expect(twice, role).toEqual([])
      expect(keys).not.toContain('f')
    }
  })
})
