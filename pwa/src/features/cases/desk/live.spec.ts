import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { problem, serve, type Replies } from '@/testing/server'
import { EVERY_MS, useLive } from './live'

const told = (items: unknown[], next_cursor: string) => ({ body: { items, next_cursor, has_more: items.length > 0 } })

function desk(replies: Replies) {
  const asked = serve(replies)
  const look = vi.fn(() => Promise.resolve())
  const page = mount({ setup: () => (useLive(look), () => null) })
  return { asked, look, page }
}

const turn = async (times = 1) => {
  for (let i = 0; i < times; i++) {
    await vi.advanceTimersByTimeAsync(EVERY_MS)
    await flushPromises()
  }
}

describe('an open desk', () => {
  beforeEach(() => {
    vi.useFakeTimers()
    window.dispatchEvent(new Event('keydown'))
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  it('asks one small question, and looks only when there is news', async () => {
    let hasNews = false
    const { asked, look, page } = desk({ 'GET /changes': ({ path }) => (path.includes('after=now') ? told([], 'n1') : hasNews ? told([{}], 'n2') : told([], 'n1')) })
    await turn()
    expect([asked.length, look.mock.calls.length]).toEqual([1, 1])
    await turn(3)
    expect([asked.length, look.mock.calls.length]).toEqual([4, 1])
    expect(asked.slice(1).every(({ path }) => path === '/changes?after=n1&limit=1')).toBe(true)
    hasNews = true
    await turn()
    expect(look).toHaveBeenCalledTimes(2)
    expect(asked.at(-1)!.path).toBe('/changes?after=now&limit=1')
    page.unmount()
  })

  it('is not later than five seconds', () => {
    expect(EVERY_MS).toBeLessThan(5000)
  })

  it('looks once a minute all the same: lights change by themselves', async () => {
    const { look, page } = desk({ 'GET /changes': told([], 'n1') })
    await turn(17)
    expect(look).toHaveBeenCalledTimes(2)
    page.unmount()
  })

  it('looks where the feed does not answer as it should', async () => {
    const { look, page } = desk({ 'GET /changes': problem(422, 'bad_cursor') })
    await turn(2)
    expect(look).toHaveBeenCalledTimes(2)
    page.unmount()
  })

  it('asks no more once it is left', async () => {
    const { asked, page } = desk({ 'GET /changes': told([], 'n1') })
    await turn()
    page.unmount()
    await turn(3)
    expect(asked).toHaveLength(1)
  })
})
