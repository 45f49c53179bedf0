import { afterEach, describe, expect, it, vi } from 'vitest'
import { whole } from '@/testing/fixtures'
import { problem, serve } from '@/testing/server'
import { useActing } from './acting'

const seen = whole({ status: 'reported', version: 3 })
const path = 'POST /cases/case-1/actions'
const sent = (asked: { json: unknown }) => asked.json as { action_id: string; version: number; note?: string }

describe('a move on its way', () => {
  afterEach(() => vi.unstubAllGlobals())

  it('is the same act when sent again after silence', async () => {
    const asked = serve({ [path]: 'no network' })
    const acting = useActing()
    expect(await acting.act(seen, 'reject', { note: '重复上报' })).toBeNull()
    expect(acting.problem.value).not.toBeNull()
    await acting.act(seen, 'reject', { note: '重复上报' })
    expect(sent(asked[0]!).action_id).toBe(sent(asked[1]!).action_id)
  })

  it('is another act when the words are other, or the first went through', async () => {
    const asked = serve({ [path]: { body: seen } })
    const acting = useActing()
    await acting.act(seen, 'comment', { note: '一' })
    await acting.act(seen, 'comment', { note: '一' })
    await acting.act(seen, 'comment', { note: '二' })
    expect(new Set(asked.map((one) => sent(one).action_id)).size).toBe(3)
  })

  it('shows both versions when somebody was quicker, and goes on with the newer', async () => {
    const now = whole({ status: 'filed', version: 4 })
    const stale = problem(409, 'stale_version')
    let isFirst = true
    const asked = serve({
      [path]: () => {
        const reply = isFirst ? { ...stale, body: { ...stale.body, case: now } } : { body: whole({ status: 'rejected', version: 5 }) }
        isFirst = false
        return reply
      },
    })
    const acting = useActing()
    expect(await acting.act(seen, 'reject', { note: '重复上报' })).toBeNull()
    expect(acting.conflict.value).toMatchObject({ action: 'reject', seen: { version: 3 }, now: { version: 4 } })
    expect(acting.problem.value).toBeNull()
    expect((await acting.goOn())?.status).toBe('rejected')
    expect(sent(asked[1]!)).toMatchObject({ version: 4, note: '重复上报' })
    expect(acting.conflict.value).toBeNull()
  })

  it('keeps a refusal without a newer case as a problem', async () => {
    serve({ [path]: problem(409, 'move_not_allowed') })
    const acting = useActing()
    await acting.act(seen, 'take')
    expect(acting.problem.value).toMatchObject({ code: 'move_not_allowed' })
    acting.forget()
    expect(acting.problem.value).toBeNull()
  })
})
