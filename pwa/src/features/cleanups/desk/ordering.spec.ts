import { afterEach, describe, expect, it, vi } from 'vitest'
import { wholeSession } from '@/testing/cleanups-desk'
import { problem, serve, type Asked } from '@/testing/server'
import { useOrdering } from './ordering'

const path = 'POST /cleanup-sessions/session-1/actions'
const sent = ({ json }: Asked) => json as { action_id: string; version: number; note?: string }
const seen = wholeSession({ version: 3 })

describe('an order to a session', () => {
  afterEach(() => vi.unstubAllGlobals())

  it('is the same act when sent again after silence', async () => {
    const asked = serve({ [path]: 'no network' })
    const ordering = useOrdering()
    expect(await ordering.order(seen, 'cancel', { note: '下雨' })).toBeNull()
    expect(ordering.problem.value).not.toBeNull()
    await ordering.order(seen, 'cancel', { note: '下雨' })
    expect(sent(asked[0]!).action_id).toBe(sent(asked[1]!).action_id)
  })

  it('is another act with other words, or after it went through', async () => {
    const asked = serve({ [path]: { body: seen } })
    const ordering = useOrdering()
    for (const note of ['一', '一', '二']) await ordering.order(seen, 'cancel', { note })
    expect(new Set(asked.map((one) => sent(one).action_id)).size).toBe(3)
  })

  it('shows what the other wrote, and goes on with the newer version', async () => {
    const now = wholeSession({ version: 4, note: '改到南门集合' })
    const stale = problem(409, 'stale_version')
    let isFirst = true
    const asked = serve({
      [path]: () => {
        const reply = isFirst ? { ...stale, body: { ...stale.body, session: now } } : { body: wholeSession({ version: 5, state: 'cancelled' }) }
        isFirst = false
        return reply
      },
    })
    const ordering = useOrdering()
    expect(await ordering.order(seen, 'cancel', { note: '下雨' })).toBeNull()
    expect(ordering.stale.value).toMatchObject({ action: 'cancel', seen: { version: 3 }, now: { note: '改到南门集合' } })
    expect((await ordering.goOn())?.state).toBe('cancelled')
    expect(sent(asked[1]!)).toMatchObject({ version: 4, note: '下雨' })
    expect(ordering.stale.value).toBeNull()
  })

  it('keeps every other refusal as a problem', async () => {
    serve({ [path]: problem(409, 'move_not_allowed') })
    const ordering = useOrdering()
    await ordering.order(seen, 'finish')
    expect(ordering.problem.value).toMatchObject({ code: 'move_not_allowed' })
    ordering.forget()
    expect(ordering.problem.value).toBeNull()
  })
})
