import { describe, expect, it } from 'vitest'
import { isHalf, wholeRoles } from './person'

it('a role without its unit is half of one, an empty row is none', () => {
  expect([isHalf({ role: 'handler', unit_id: '' }), isHalf({ role: '', unit_id: 'a' }), isHalf({ role: 'handler', unit_id: 'a' })]).toEqual([true, false, false])
})

describe('roles as they are sent', () => {
  it('leave out rows not filled in and doubles', () => {
    const rows = [
      { role: 'handler' as const, unit_id: 'a' },
      { role: '' as const, unit_id: 'a' },
      { role: 'handler' as const, unit_id: '' },
      { role: 'handler' as const, unit_id: 'a' },
      { role: 'handler' as const, unit_id: 'b' },
    ]
    expect(wholeRoles(rows)).toEqual([{ role: 'handler', unit_id: 'a' }, { role: 'handler', unit_id: 'b' }])
  })
})
