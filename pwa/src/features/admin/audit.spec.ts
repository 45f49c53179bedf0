import { describe, expect, it } from 'vitest'
import { actions, factsOf, kinds, type Say } from './audit'
import en from './locales/en.json'
import zh from './locales/zh.json'

const say: Say = (value) => (Array.isArray(value) ? value.join('+') : value === null || value === undefined ? '' : String(value))

describe('an audit row in words', () => {
  it.each([['zh', zh], ['en', en]])('has words for whatever was done, in %s', (_, { audit }) => {
    expect(actions.filter((one) => !(one in audit.action))).toEqual([])
    expect(Object.keys(audit.action).filter((one) => !(actions as readonly string[]).includes(one))).toEqual([])
    expect(kinds.filter((one) => !(one in audit.kind))).toEqual([])
    expect(Object.keys(audit.value)).toEqual(Object.keys(zh.audit.value))
  })

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
