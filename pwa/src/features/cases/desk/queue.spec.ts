import { afterEach, describe, expect, it, vi } from 'vitest'
import { effectScope, ref } from 'vue'
import { flushPromises } from '@vue/test-utils'
import { row } from '@/testing/fixtures'
import { problem, serve } from '@/testing/server'
import { nothing } from './filters'
import { joined, neighbour, useQueue } from './queue'

const rows = (...ids: string[]) => ids.map((id) => row({ id }))

describe('the queue', () => {
  afterEach(() => vi.unstubAllGlobals())

  it('goes on by cursor and asks anew when the filter changes', async () => {
    const asked = serve({
      'GET /cases?limit=50': { body: { items: rows('a', 'b'), next_cursor: 'c1', total: 3 } },
      'GET /cases?limit=50&cursor=c1': { body: { items: rows('b', 'c'), next_cursor: null, total: 3 } },
      'GET /cases?status=filed&limit=50': { body: { items: [], next_cursor: null, total: 0 } },
    })
    const filters = ref(nothing)
    const queue = effectScope().run(() => useQueue(() => filters.value))!
    await flushPromises()
    await queue.loadMore()
    expect(queue.rows.value.map(({ id }) => id)).toEqual(['a', 'b', 'c'])
    expect([queue.total.value, queue.hasMore.value]).toEqual([3, false])
    await queue.loadMore()
    expect(asked).toHaveLength(2)
    filters.value = { ...nothing, status: ['filed'] }
    await flushPromises()
    expect(queue.rows.value).toEqual([])
    expect(queue.problem.value).toBeNull()
  })

  it('keeps what it has when the server is away', async () => {
    let isAway = false
    serve({ 'GET /cases': () => (isAway ? 'no network' : { body: { items: rows('a'), next_cursor: null, total: 1 } }) })
    const queue = effectScope().run(() => useQueue(() => nothing))!
    await flushPromises()
    isAway = true
    await queue.refresh()
    expect(queue.rows.value).toHaveLength(1)
    expect(queue.problem.value).not.toBeNull()
    isAway = false
    await queue.refresh()
    expect(queue.problem.value).toBeNull()
  })

  it('shows a refusal as such', async () => {
    serve({ 'GET /cases': problem(422, 'invalid') })
    const queue = effectScope().run(() => useQueue(() => nothing))!
    await flushPromises()
    expect(queue.problem.value).toMatchObject({ code: 'invalid' })
  })
})

describe('the case after this one', () => {
  it('is the next, at the end the one before, and the first when this one is gone', () => {
    const list = rows('a', 'b', 'c')
    expect(neighbour(list, 'a')).toBe('b')
    expect(neighbour(list, 'c')).toBe('b')
    expect(neighbour(list, 'b', -1)).toBe('a')
    expect(neighbour(list, 'x')).toBe('a')
    expect(neighbour(rows('a'), 'a')).toBeNull()
  })
})

describe('fresh rows', () => {
  it('stand before the old ones, each once', () => {
    expect(joined(rows('c', 'a'), rows('a', 'b')).map(({ id }) => id)).toEqual(['c', 'a', 'b'])
  })
})
