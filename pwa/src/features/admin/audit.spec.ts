import { describe, expect, it } from 'vitest'
import { factsOf, type Say } from './audit'

const say: Say = (value) => (Array.isArray(value) ? value.join('+') : value === null || value === undefined ? '' : String(value))

describe('an audit row in words', () => {
  it('tells only what changed', () => {
    const detail = { before: { name: '甲', is_active: true }, after: { name: '乙', is_active: true } }
    expect(factsOf(detail, say)).toEqual([{ field: 'name', before: '甲', after: '乙' }])
  })

  it('tells all of what is new, and roles as a whole', () => {
    expect(factsOf({ before: null, after: { name: '甲', code: null } }, say)).toEqual([{ field: 'name', before: null, after: '甲' }])
    expect(factsOf({ before: ['a'], after: ['a', 'b'] }, say)).toEqual([{ field: '', before: 'a', after: 'a+b' }])
  })

  it('goes into what stands inside and leaves out the empty', () => {
    expect(factsOf({ device: 'desk', act: { note: '', starts_on: '2026-11-23' } }, say)).toEqual([
      { field: 'device', before: null, after: 'desk' },
      { field: 'starts_on', before: null, after: '2026-11-23' },
    ])
  })
})
