import { describe, expect, it } from 'vitest'
import { wholeRoles } from './person'

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
