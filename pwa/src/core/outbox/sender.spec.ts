import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '@/core/db'
import { freshPhone } from '@/testing/mount'
import { entries, flush, made, move, owner, report, sent, set, states } from '@/testing/outbox'
import { problem, serve } from '@/testing/server'
import { kick, leave, line, sendFor, startSender, wake } from '.'

/** The wishes to look again, in the order they were set, without waiting for them. */
function timers() {
  const real = globalThis.setTimeout
  const waits: number[] = []
  vi.stubGlobal('setTimeout', (run: () => void, ms = 0, ...rest: unknown[]) => {
    // Requests have a limit of their own, and the database turns by short ones.
    if (ms >= 200 && ms < 45_000) waits.push(ms)
    return ms >= 200 && ms < 45_000 ? 0 : real(run, ms, ...(rest as []))
  })
  return waits
}

beforeEach(async () => {
  sendFor(null)
  await kick()
  vi.unstubAllGlobals()
  await freshPhone()
})
afterEach(() => {
  vi.unstubAllGlobals()
  sendFor(null)
})

describe('the next look', () => {
  it('is when the first entry may go again', async () => {
    await report('case-1')
    serve({ 'PUT /cases/case-1': problem(503, 'busy', { 'Retry-After': '20' }) })
    const waits = timers()
    await flush()
    expect(waits.at(-1)).toBeGreaterThan(19_000)
    expect(waits.at(-1)).toBeLessThanOrEqual(20_000)
  })

  it('is not set for what waits for the person, nor for what follows on it', async () => {
    await set(await report('case-1'), { state: 'needs_you' })
    await move('comment')
    const waits = timers()
    await flush()
    expect(waits).toEqual([])
  })

  it('leaves time to whoever has the turn', async () => {
    await report('case-1')
    await db.leases.put({ name: 'outbox', holder: 'another tab', until: Date.now() + 60_000 })
    const asked = serve({})
    const waits = timers()
    await flush()
    expect([waits.at(-1), asked.length]).toEqual([5000, 0])
  })

  it('is later the longer nobody answers', async () => {
    await report('case-1')
    serve({ 'PUT /cases/case-1': 'no network' })
    const waits = timers()
    for (let round = 0; round < 3; round++) {
      sendFor(owner)
      await kick()
    }
    expect(waits.at(-1)).toBeGreaterThan(waits[0]! * 2)
  })

  it('comes soon when the phone itself stumbles, and later each time it goes on stumbling', async () => {
    await report('case-1')
    serve({ 'PUT /cases/case-1': made('case-1') })
    const said = vi.spyOn(console, 'warn').mockReturnValue(undefined)
    const stumble = vi.spyOn(db.outbox, 'get').mockRejectedValue(new DOMException('', 'UnknownError'))
    const waits = timers()
    for (let round = 0; round < 7; round++) {
      sendFor(owner)
      await kick()
    }
    stumble.mockRestore()
    expect(waits[0]).toBeLessThanOrEqual(1000)
    expect(waits.at(-1)).toBeGreaterThan(25_000)
    expect(said).toHaveBeenCalled()
    await flush()
    expect(await states()).toEqual(['received'])
  })

  it('is when the time to undo is over', async () => {
    await report('case-1', [], 6000)
    serve({})
    const waits = timers()
    await flush()
    expect(waits.at(-1)).toBeGreaterThan(5000)
    expect(waits.at(-1)).toBeLessThanOrEqual(6000)
  })

  it('comes, and what waited goes', async () => {
    await report('case-1', [], 300)
    serve({ 'PUT /cases/case-1': made('case-1') })
    await flush()
    expect(await states()).toEqual(['waiting'])
    await vi.waitFor(async () => expect(await states()).toEqual(['received']))
  })
})

describe('silence', () => {
  it('is not broken by every wish, but by the network coming back', async () => {
    await report('case-1')
    const asked = serve({ 'PUT /cases/case-1': 'no network' })
    await flush()
    await kick()
    expect(sent(asked)).toHaveLength(1)
    await wake()
    expect(sent(asked)).toHaveLength(2)
  })

  it('is told to the screen, and its end as well', async () => {
    await report('case-1')
    serve({ 'PUT /cases/case-1': 'no network' })
    await flush()
    expect(line.value).toBe('offline')
    serve({ 'PUT /cases/case-1': made('case-1') })
    await wake()
    expect(line.value).toBe('open')
  })
})

describe('whoever leaves the app', () => {
  const hide = (state: 'hidden' | 'visible') => {
    vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(state)
    document.dispatchEvent(new Event('visibilitychange'))
  }

  it('undoes nothing any more: what was held back goes at once', async () => {
    await report('case-1', [], 6000)
    serve({ 'PUT /cases/case-1': made('case-1') })
    await flush()
    expect(await states()).toEqual(['waiting'])
    await leave()
    expect(await states()).toEqual(['received'])
  })

  it('lets the browser wake the worker for what is left', async () => {
    const register = vi.fn()
    Object.defineProperty(navigator, 'serviceWorker', { configurable: true, value: { getRegistration: () => Promise.resolve({ sync: { register } }) } })
    await report('case-1', [], 6000)
    serve({ 'PUT /cases/case-1': 'no network' })
    await flush()
    startSender()
    hide('hidden')
    await vi.waitFor(() => expect(register).toHaveBeenCalledWith('luzhang-outbox'))
    Object.defineProperty(navigator, 'serviceWorker', { configurable: true, value: undefined })
  })

  it('and comes back does not wait out the back-off', async () => {
    startSender()
    const seq = await report('case-1')
    serve({ 'PUT /cases/case-1': made('case-1') })
    await set(seq, { next_try_at: Date.now() + 200_000 })
    await flush()
    hide('visible')
    await vi.waitFor(async () => expect(await states()).toEqual(['received']))
  })
})

it('forgets what arrived more than seven days ago, and nothing else', async () => {
  const week = 7 * 24 * 3600_000
  await set(await report('case-1'), { state: 'received', received_at: new Date(Date.now() - week - 1000).toISOString() })
  await set(await report('case-2'), { state: 'received', received_at: new Date(Date.now() - week + 60_000).toISOString() })
  await set(await report('case-3'), { state: 'needs_you' })
  startSender()
  await vi.waitFor(async () => expect((await entries()).map((entry) => entry.case_id)).toEqual(['case-2', 'case-3']))
})
