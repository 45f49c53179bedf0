import { describe, expect, it } from 'vitest'
import { grouped, isHomeless, ungrouped } from './duties'

describe('duties', () => {
  it('that say what and not where are not yet whole', () => {
    const group = { unit_id: '', isEvery: false, category_ids: [] as string[] }
    expect([isHomeless(group), isHomeless({ ...group, isEvery: true }), isHomeless({ ...group, category_ids: ['x'] }), isHomeless({ ...group, unit_id: 'a', isEvery: true })]).toEqual([false, true, true, false])
  })

  const duties = [
    { department_id: 'd', unit_id: 'a', category_id: 'x' },
    { department_id: 'd', unit_id: 'a', category_id: 'y' },
    { department_id: 'd', unit_id: 'b', category_id: null },
  ]

  it('stand together by unit and come back as they were', () => {
    const groups = grouped(duties)
    expect(groups).toEqual([
      { unit_id: 'a', isEvery: false, category_ids: ['x', 'y'] },
      { unit_id: 'b', isEvery: true, category_ids: [] },
    ])
    expect(ungrouped(groups)).toEqual(duties.map(({ unit_id, category_id }) => ({ unit_id, category_id })))
  })

  it('send every kind as one row, each row once and none without a unit', () => {
    const rows = ungrouped([
      { unit_id: 'a', isEvery: true, category_ids: ['x'] },
      { unit_id: '', isEvery: true, category_ids: [] },
      { unit_id: 'b', isEvery: false, category_ids: ['x'] },
      { unit_id: 'b', isEvery: false, category_ids: ['x'] },
    ])
    expect(rows).toEqual([{ unit_id: 'a', category_id: null }, { unit_id: 'b', category_id: 'x' }])
  })
})
