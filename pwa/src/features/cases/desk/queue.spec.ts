import { afterEach, describe, expect, it, vi } from 'vitest'
import { effectScope, nextTick, ref } from 'vue'
import { flushPromises } from '@vue/test-utils'
import { row } from '@/testing/fixtures'
import { problem, serve, type Asked } from '@/testing/server'
import { nothing } from './filters'
import { neighbour, useQueue, type Queue } from './queue'

const EXACT_TO = 1000
const REACH = 10_000

interface City {
  size: number
  /** Ranks asked for, as [rank, limit]. */
  windows: [number, number][]
  asked: Asked[]
  ids: (rank: number) => string
}

/** A server whose list has so many rows; cursors are ranks. */
function city(size: number): City {
  const made: City = { size, windows: [], asked: [], ids: (rank) => `case-${rank}` }
  made.asked = serve({
    'GET /cases': ({ path }) => {
      const search = new URLSearchParams(path.split('?')[1])
      const [limit, offset] = [Number(search.get('limit')), Number(search.get('offset') ?? 0)]
      if (offset > REACH) return problem(422, 'invalid')
      const rank = Number(search.get('cursor') ?? 0) + offset
      made.windows.push([rank, limit])
      const end = Math.min(rank + limit, made.size)
      const items = Array.from({ length: Math.max(0, end - rank) }, (_, i) => row({ id: made.ids(rank + i) }))
      return { body: { items, next_cursor: end < made.size ? String(end) : null, total: Math.min(made.size, EXACT_TO), total_capped: made.size > EXACT_TO } }
    },
  })
  return made
}

async function opened(filters = () => nothing): Promise<Queue> {
  const queue = effectScope().run(() => useQueue(filters))!
  await flushPromises()
  return queue
}

describe('the queue by rank', () => {
  afterEach(() => vi.unstubAllGlobals())

  it('knows its size from the first page, and fetches only what is looked at', async () => {
    const made = city(400)
    const queue = await opened()
    expect([queue.size.value, queue.isExact.value, queue.at(0)?.id, queue.at(60)]).toEqual([400, true, 'case-0', undefined])
    await queue.want(240, 260)
    expect(queue.at(251)?.id).toBe('case-251')
    expect(made.windows).toEqual([[0, 50], [200, 100]])
    await queue.want(210, 290)
    expect(made.windows).toHaveLength(2)
  })

  it.each([1001, 1003, 3000, 9_800, 9_999, 10_000])('finds the end of %i though the server counts to a thousand', async (size) => {
    const made = city(size)
    const queue = await opened()
    expect([queue.size.value, queue.isExact.value]).toEqual([size, true])
    expect(made.windows.length).toBeLessThan(16)
  })

  it('goes on behind ten thousand by cursor, block by block', async () => {
    const made = city(25_000)
    const queue = await opened()
    expect([queue.size.value, queue.isExact.value]).toEqual([10_000, false])
    await queue.want(9_980, 9_999)
    await flushPromises()
    expect([queue.size.value, queue.isExact.value]).toEqual([20_000, false])
    await queue.want(12_340, 12_345)
    expect(queue.at(12_340)?.id).toBe('case-12340')
    await queue.want(19_990, 19_999)
    await flushPromises()
    expect([queue.size.value, queue.isExact.value]).toEqual([25_000, true])
    expect(made.asked.every(({ path }) => Number(new URLSearchParams(path.split('?')[1]).get('offset')) <= REACH)).toBe(true)
  })

  it('reaches a far block although nobody walked there', async () => {
    city(45_000)
    const queue = await opened()
    for (let i = 0; i < 4; i++) {
      await queue.want(queue.size.value - 5, queue.size.value - 1)
      await flushPromises()
    }
    expect(queue.size.value).toBe(45_000)
    await queue.refresh()
    await queue.want(44_990, 44_999)
    expect(queue.at(44_999)?.id).toBe('case-44999')
  })

  it('asks anew when the filter changes, and throws away what comes late', async () => {
    const made = city(120)
    const filters = ref(nothing)
    const queue = await opened(() => filters.value)
    filters.value = { ...nothing, status: ['filed'] }
    await nextTick()
    made.size = 0
    filters.value = { ...nothing, status: ['closed'] }
    await flushPromises()
    expect([queue.size.value, queue.at(0), queue.problem.value]).toEqual([0, undefined, null])
  })

  it('looks again at what is shown, and forgets what may have shifted', async () => {
    const made = city(300)
    const queue = await opened()
    await queue.want(100, 149)
    made.ids = (rank) => `new-${rank}`
    made.size = 299
    made.windows.length = 0
    await queue.refresh()
    expect(made.windows).toEqual([[100, 50]])
    expect([queue.at(100)?.id, queue.at(0), queue.size.value]).toEqual(['new-100', undefined, 299])
  })

  it('shrinks to nothing under one who looks at its end', async () => {
    const made = city(300)
    const queue = await opened()
    await queue.want(280, 299)
    made.size = 0
    await queue.refresh()
    expect([queue.size.value, queue.isExact.value, queue.problem.value]).toEqual([0, true, null])
  })

  it.each([
    [3000, 2990, 0], [3000, 3150, 0], [3000, 2100, 0], [3000, 5200, 0], [3000, 2900, 2990], [3000, 1500, 2990], [3000, 600, 2990], [1400, 1000, 1390], [12_000, 11_000, 11_990], [10_000, 10_050, 0],
  ])('knows of %i that they have become %i, seen from rank %i', async (was, is, rank) => {
    const made = city(was)
    const queue = await opened()
    if (was > REACH) {
      await queue.want(9_990, 9_999)
      await flushPromises()
    }
    await queue.want(rank, rank + 9)
    expect(queue.size.value).toBe(was)
    made.size = is
    made.windows.length = 0
    await queue.refresh()
    expect([queue.size.value, queue.isExact.value]).toEqual([is, true])
    expect(made.windows.length).toBeLessThan(16)
    expect(queue.at(Math.min(rank, is - 1))?.id).toBe(`case-${Math.min(rank, is - 1)}`)
  })

  it('asks twice when nothing has changed: what is in sight, and the end', async () => {
    const made = city(3000)
    const queue = await opened()
    made.windows.length = 0
    await queue.refresh()
    expect(made.windows).toEqual([[0, 50], [2800, 200]])
  })

  it('keeps what it has when the server is away', async () => {
    let isAway = false
    serve({ 'GET /cases': () => (isAway ? 'no network' : { body: { items: [row({ id: 'a' })], next_cursor: null, total: 1 } }) })
    const queue = await opened()
    isAway = true
    await queue.refresh()
    expect(queue.at(0)?.id).toBe('a')
    expect(queue.problem.value).not.toBeNull()
    isAway = false
    await queue.refresh()
    expect(queue.problem.value).toBeNull()
  })

  it('shows a refusal as such, and begins again when asked', async () => {
    let isWell = false
    serve({ 'GET /cases': () => (isWell ? { body: { items: [row()], next_cursor: null, total: 1 } } : problem(422, 'invalid')) })
    const queue = await opened()
    expect(queue.problem.value).toMatchObject({ code: 'invalid' })
    isWell = true
    await queue.refresh()
    expect([queue.size.value, queue.problem.value]).toEqual([1, null])
  })

  it('hands over a range of rows, fetched where they lack, four pages a question', async () => {
    const made = city(600)
    const queue = await opened()
    const rows = await queue.between(20, 479)
    expect([rows.length, rows[0]!.id, rows.at(-1)!.id]).toEqual([460, 'case-20', 'case-479'])
    expect(made.windows).toEqual([[0, 50], [50, 200], [250, 200], [450, 50]])
  })

  it('shows a row as somebody has just seen it', async () => {
    city(3)
    const queue = await opened()
    queue.put({ id: 'case-1', status: 'closed' })
    expect([queue.at(1)?.status, queue.at(2)?.status]).toEqual(['closed', 'handled'])
  })
})

describe('the case after this one', () => {
  afterEach(() => vi.unstubAllGlobals())

  it('is the next, at the end the one before, and the first when this one is gone', async () => {
    city(3)
    const queue = await opened()
    expect(await neighbour(queue, 'case-0')).toBe('case-1')
    expect(await neighbour(queue, 'case-2')).toBe('case-1')
    expect(await neighbour(queue, 'case-1', -1)).toBe('case-0')
    expect(await neighbour(queue, 'elsewhere')).toBe('case-0')
  })

  it('is beside its last place once that is another’s, or lies beyond what is here', async () => {
    city(120)
    const queue = await opened()
    expect([await neighbour(queue, 'gone', 1, 2), await neighbour(queue, 'gone', -1, 2), await neighbour(queue, 'gone', 1, 120)]).toEqual(['case-2', 'case-1', 'case-119'])
    expect(queue.rankOf('case-70')).toBe(-1)
    expect(await neighbour(queue, 'case-70', 1, 70)).toBe('case-71')
  })

  it('is none where there is no other', async () => {
    city(1)
    expect(await neighbour(await opened(), 'case-0')).toBeNull()
  })

  it('is fetched where it stands on the next page', async () => {
    city(120)
    const queue = await opened()
    expect(await neighbour(queue, 'case-49')).toBe('case-50')
  })
})
