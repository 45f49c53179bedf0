import { describe, expect, it } from 'vitest'
import type { Duty, Unit } from '@/core/api'
import { chain, suggested } from './suggest'

const units: Unit[] = [
  { id: 'district', parent_id: null, name: '', kind: 'district', code: null },
  { id: 'office', parent_id: 'district', name: '', kind: 'street_office', code: null },
  { id: 'elsewhere', parent_id: 'district', name: '', kind: 'street_office', code: null },
]
const duty = (department_id: string, unit_id: string, category_id: string | null): Duty => ({ department_id, unit_id, category_id })

describe('who should get a case', () => {
  it('is first the department named for this kind, near before far', () => {
    const duties = [
      duty('all', 'district', null),
      duty('far', 'district', 'stall'),
      duty('near', 'office', 'stall'),
      duty('other', 'office', 'lamp'),
      duty('neighbour', 'elsewhere', 'stall'),
    ]
    expect(suggested(duties, units, 'office', 'stall')).toEqual(['near', 'far', 'all'])
  })

  it('names each department once', () => {
    expect(suggested([duty('a', 'office', 'x'), duty('a', 'district', null)], units, 'office', 'x')).toEqual(['a'])
  })

  it('is nobody where no duty reaches', () => {
    expect(suggested([duty('a', 'elsewhere', null)], units, 'office', 'x')).toEqual([])
  })

  it('survives units that name each other as parents', () => {
    expect(chain('a', [{ ...units[0]!, id: 'a', parent_id: 'b' }, { ...units[0]!, id: 'b', parent_id: 'a' }])).toEqual(['a', 'b'])
  })
})
