import { expect, it, vi } from 'vitest'
import { together } from './together'

it('looks once for all that is asked for in one go, and gives everybody their own', async () => {
  const look = vi.fn((keys: number[]) => Promise.resolve(keys.map((key) => key * 2)))
  const find = together(look)
  expect(await Promise.all([find(1), find(2), find(1)])).toEqual([2, 4, 2])
  expect(look.mock.calls).toEqual([[[1, 2, 1]]])
})

it('looks again for what is asked later, also while the first look is under way', async () => {
  let open = (): void => undefined
  const gate = new Promise<void>((resolve) => (open = resolve))
  const calls: number[][] = []
  const find = together(async (keys: number[]) => {
    calls.push(keys)
    if (keys.includes(1)) await gate
    return keys
  })
  const first = find(1)
  await vi.waitFor(() => expect(calls).toHaveLength(1))
  expect(await find(2)).toBe(2)
  open()
  expect([await first, calls]).toEqual([1, [[1], [2]]])
})

it('fails for those who asked together, and for nobody after them', async () => {
  let isFull = true
  const find = together(async (keys: number[]) => {
    if (isFull) throw new Error('full')
    return keys
  })
  await expect(Promise.all([find(1), find(2)])).rejects.toThrow('full')
  isFull = false
  expect(await find(3)).toBe(3)
})
