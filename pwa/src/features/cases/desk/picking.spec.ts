import { beforeEach, describe, expect, it, vi } from 'vitest'
import { computed, ref } from 'vue'
import type { CaseRow } from '@/core/api'
import { row } from '@/testing/fixtures'
import { MOST_TICKED, usePicking } from './picking'

const size = ref(0)
const isExact = ref(true)
const between = vi.fn((first: number, last: number) => Promise.resolve(rows(first, Math.min(last, size.value - 1))))

function rows(first: number, last: number): CaseRow[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => row({ id: `c${first + i}`, version: first + i }))
}

const picking = () => usePicking({ at: (rank) => rows(rank, rank)[0], between, size: computed(() => size.value), isExact: computed(() => isExact.value) })
const ids = (some: ReturnType<typeof picking>) => [...some.rows.value.keys()]

describe('ticking', () => {
  beforeEach(() => {
    size.value = 100
    isExact.value = true
    between.mockClear()
  })

  it('holds each with the version that was seen, and lets it go again', () => {
    const some = picking()
    some.toggle(3)
    some.toggle(5)
    expect([...some.rows.value.values()].map(({ id, version }) => [id, version])).toEqual([['c3', 3], ['c5', 5]])
    some.toggle(3)
    expect([ids(some), some.count.value, some.has('c5')]).toEqual([['c5'], 1, true])
  })

  it('extends from the one ticked last, upwards as well, and unticks alike', async () => {
    const some = picking()
    some.toggle(10)
    await some.extend(7)
    expect(ids(some).sort()).toEqual(['c10', 'c7', 'c8', 'c9'])
    some.toggle(8)
    await some.extend(10)
    expect(ids(some)).toEqual(['c7'])
  })

  it('begins with the row itself where none was ticked before', async () => {
    const some = picking()
    await some.extend(4)
    expect(ids(some)).toEqual(['c4'])
  })

  it('draws a box: what the mouse has left again is as it was', async () => {
    const some = picking()
    some.toggle(2)
    await some.sweep(0, 6, true)
    expect(some.count.value).toBe(7)
    await some.sweep(0, 3, true)
    expect(ids(some).sort()).toEqual(['c0', 'c1', 'c2', 'c3'])
    some.endSweep()
    await some.sweep(3, 2, false)
    expect(ids(some).sort()).toEqual(['c0', 'c1'])
  })

  it('takes only the latest of several boxes that are being fetched', async () => {
    const some = picking()
    await Promise.all([some.sweep(0, 9, true), some.sweep(0, 1, true)])
    expect(some.count.value).toBe(2)
  })

  it('takes all that match one by one while they can be held', async () => {
    const some = picking()
    await some.all()
    expect([some.count.value, some.isAll.value]).toEqual([100, false])
    expect(between).toHaveBeenCalledWith(0, 99)
  })

  it.each([[MOST_TICKED + 1, true], [1001, false]])('takes more (%i, counted to the end: %s) by the filter', async (many, isCounted) => {
    size.value = many
    isExact.value = isCounted
    const some = picking()
    some.toggle(0)
    await some.all()
    expect([some.isAll.value, some.count.value, some.rows.value.size, some.has('never-seen')]).toEqual([true, many, 0, true])
    some.toggle(1)
    await some.extend(5)
    expect(some.isAll.value).toBe(true)
    some.none()
    expect([some.count.value, some.isAll.value]).toEqual([0, false])
  })

  it('has nothing to take of an empty list', async () => {
    size.value = 0
    const some = picking()
    await some.all()
    expect([some.count.value, some.isAll.value]).toEqual([0, false])
  })

  it('holds no more than it says, however far one extends', async () => {
    size.value = 5000
    const some = picking()
    some.toggle(0)
    await some.extend(4999)
    expect(some.count.value).toBe(MOST_TICKED)
  })

  it('leaves what it had when the rows cannot be fetched', async () => {
    const some = picking()
    some.toggle(1)
    between.mockRejectedValueOnce(new Error('away'))
    await some.extend(9)
    expect([ids(some), some.isBusy.value]).toEqual([['c1'], false])
  })

  it('keeps what did not go, and means the newer state once its person has seen it', () => {
    const some = picking()
    for (const rank of [1, 2, 3]) some.toggle(rank)
    some.keep(new Set(['c2', 'c9']))
    expect(ids(some)).toEqual(['c2'])
    some.refresh(row({ id: 'c2', version: 40 }))
    some.refresh(row({ id: 'c7', version: 1 }))
    expect([...some.rows.value.values()].map(({ version }) => version)).toEqual([40])
  })
})
