import { describe, expect, it } from 'vitest'
import type { ResultKind } from '@/features/today/types'
import { amountsOf, inUse, read, readAll } from './results'

const kind = (code: string, name: string, measure: string, is_active = true): ResultKind => ({ code, name, measure, rank: 1, is_active })
const kinds = [kind('bags', '垃圾', '袋'), kind('washed', '清洗', '平方米'), kind('old', '旧目', '处', false)]

describe('amounts as typed', () => {
  it.each([['12', 12], ['0', 0], ['1.5', 1.5], [' 12 ', 12], ['１２', 12], ['1。5', 1.5], ['1,25', 1.25]])('%s is %s', (typed, amount) => {
    expect(read(typed)).toBe(amount)
  })

  it.each(['', '-1', '1.555', 'abc', '12345678', '1e3'])('%s is none', (typed) => {
    expect(read(typed)).toBeNull()
  })

  it('are all or none; what is empty is not written down, and 0 is', () => {
    expect(readAll({ bags: '12', washed: ' ', old: '0' })).toEqual({ bags: 12, old: 0 })
    expect(readAll({ bags: '12', washed: 'x' })).toBeNull()
  })
})

describe('amounts in words', () => {
  it('name kind and measure, but nothing that was not done', () => {
    expect(amountsOf({ bags: 12, washed: 0 }, kinds)).toBe('垃圾 12 袋')
    expect(amountsOf({ bags: 12, washed: 300.5 }, kinds)).toBe('垃圾 12 袋、清洗 300.5 平方米')
    expect(amountsOf({}, kinds)).toBe('')
  })

  it('ask for kinds in use, and for others only where something stands', () => {
    expect(inUse(kinds, {}).map(({ code }) => code)).toEqual(['bags', 'washed'])
    expect(inUse(kinds, { old: 2 })).toHaveLength(3)
  })
})
