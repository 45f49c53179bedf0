import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '@/core/db'
import { session } from '@/testing/fixtures'
import { hold } from '@/testing/held'
import { freshPhone } from '@/testing/mount'
import { problem, serve, type Asked } from '@/testing/server'
import { startSync, syncFor, syncNow, thenFetch } from './loop'
import { isSilent } from './silence'

const me = session.user.id
let visibility: DocumentVisibilityState = 'visible'
const nothing = { 'GET /changes': { body: { items: [], next_cursor: 'feed-1', has_more: false } } }
const count = (asked: Asked[]) => asked.filter(({ path }) => path.startsWith('/changes')).length

function show(state: DocumentVisibilityState): void {
  visibility = state
  document.dispatchEvent(new Event('visibilitychange'))
}

/** IndexedDB of the tests breathes by timers of its own, which must not be held. */
function holdTimers(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
}

async function breathe(): Promise<void> {
  for (let i = 0; i < 60; i++) await new Promise((done) => setImmediate(done))
}

beforeEach(async () => {
  syncFor(null)
  await freshPhone()
  await hold([])
  vi.spyOn(document, 'visibilityState', 'get').mockImplementation(() => visibility)
  visibility = 'visible'
  startSync()
})
afterEach(() => {
  syncFor(null)
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('asking', () => {
  it('begins with the person and rests without', async () => {
    const asked = serve(nothing)
    syncFor(me)
    await vi.waitFor(() => expect(count(asked)).toBe(1))
    syncFor(null)
    await syncNow()
    expect(count(asked)).toBe(1)
  })

  it('asks once more when wanted while an answer was on its way', async () => {
    const asked = serve(nothing)
    syncFor(me)
    await vi.waitFor(() => expect(count(asked)).toBe(1))
    void syncNow()
    await Promise.all([syncNow(), syncNow()])
    await vi.waitFor(() => expect(count(asked)).toBeGreaterThan(1))
    expect(count(asked)).toBeLessThan(5)
  })

  it('asks again after a while, not while hidden, and at once when looked at', async () => {
    holdTimers()
    const asked = serve(nothing)
    syncFor(me)
    await vi.waitFor(() => expect(count(asked)).toBe(1))
    await breathe()
    await vi.advanceTimersByTimeAsync(17_000)
    await breathe()
    expect(count(asked)).toBe(2)
    show('hidden')
    await vi.advanceTimersByTimeAsync(600_000)
    expect(count(asked)).toBe(2)
    show('visible')
    await vi.waitFor(() => expect(count(asked)).toBe(3))
  })
})

describe('without an answer', () => {
  it('says so, backs off, and goes on when the network is back', async () => {
    holdTimers()
    const dead = serve({ 'GET /changes': 'no network' })
    syncFor(me)
    await vi.waitFor(() => expect(isSilent.value).toBe(true))
    await breathe()
    await vi.advanceTimersByTimeAsync(6_000)
    await breathe()
    expect(count(dead)).toBe(2)
    await vi.advanceTimersByTimeAsync(6_000)
    expect(count(dead)).toBe(2)
    const asked = serve(nothing)
    window.dispatchEvent(new Event('online'))
    await vi.waitFor(() => expect(isSilent.value).toBe(false))
    expect(count(asked)).toBe(1)
  })

  it('is quiet when the log-in has ended, until somebody is in again', async () => {
    const ended = serve({ 'GET /changes': problem(401, 'login_required') })
    syncFor(me)
    await vi.waitFor(() => expect(count(ended)).toBe(1))
    await new Promise((done) => setTimeout(done, 30))
    expect(isSilent.value).toBe(false)
    await syncNow()
    expect(count(ended)).toBe(1)
    const asked = serve(nothing)
    syncFor(me)
    await vi.waitFor(() => expect(count(asked)).toBe(1))
  })
})

it('fetches more after news only, and again until all is there', async () => {
  const fetched = vi.fn().mockResolvedValueOnce(false).mockResolvedValue(true)
  thenFetch(fetched)
  serve(nothing)
  syncFor(me)
  await vi.waitFor(() => expect(fetched).toHaveBeenCalledTimes(1))
  await vi.waitFor(async () => {
    await syncNow()
    expect(fetched).toHaveBeenCalledTimes(2)
  })
  await syncNow()
  await syncNow()
  expect(fetched).toHaveBeenCalledTimes(2)
  expect(await db.feeds.count()).toBe(1)
})
