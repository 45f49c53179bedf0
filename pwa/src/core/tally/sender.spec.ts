import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { setToken } from '@/core/api'
import { db } from '@/core/db'
import { session } from '@/testing/fixtures'
import { freshPhone } from '@/testing/mount'
import { problem, serve, type Replies } from '@/testing/server'
import { at, Counters, link, one, rows, tapped } from '@/testing/tally'
import { adoptToken, retryTallies, sendTallies, sendTalliesFor, wakeTallies, whenTallyNeedsLogin } from '.'

const me = session.user.id
let office: Counters

beforeEach(async () => {
  sendTalliesFor(null)
  await sendTallies()
  vi.unstubAllGlobals()
  await freshPhone()
  setToken('token-1', me)
  office = new Counters()
})
afterEach(() => {
  vi.unstubAllGlobals()
  sendTalliesFor(null)
})

async function sendAs(who: string | null): Promise<void> {
  sendTalliesFor(who)
  await wakeTallies()
}

const answering = (reply: Replies[string], others: Replies = {}): Replies =>
  new Proxy(others, { get: (_, asked) => (/counters/.test(String(asked)) ? reply : others[String(asked)]) })
const puts = (asked: { method: string; path: string }[]) => asked.filter(({ method }) => method === 'PUT').map(({ path }) => path)

describe('what was counted goes', () => {
  it('with an account, all of it at once, and is noted', async () => {
    await tapped(at, 'volunteer', 'volunteer')
    const asked = serve(office.replies)
    await sendAs(me)
    const { id } = await one()
    expect(asked).toMatchObject([{ path: `/cleanup-sessions/session-1/sites/site-1/counters/${id}`, json: { seq: 2, counts: { volunteer: 2 } } }])
    expect(await one()).toMatchObject({ sent_seq: 2, sent: { volunteer: 2 } })
    await sendTallies()
    expect(asked).toHaveLength(1)
  })

  it('by a link without any log-in', async () => {
    await tapped(link, 'volunteer')
    const asked = serve(office.replies)
    await sendAs(null)
    expect(puts(asked)).toEqual([`/cleanup-links/${link.token}/counters/${(await one(link)).id}`])
    expect((await one(link)).sent_seq).toBe(1)
  })

  it('never as somebody else', async () => {
    await tapped(at, 'volunteer')
    const asked = serve(office.replies)
    await sendAs(null)
    await sendAs('somebody-else')
    expect(asked).toEqual([])
  })

  it('never under the token of somebody who logged in meanwhile', async () => {
    await tapped(at, 'volunteer')
    const stranger = { ...session.user, id: 'somebody-else' }
    const asked = serve(answering(problem(403, 'csrf'), { 'GET /session': { body: { user: stranger, csrf_token: 'theirs' } } }))
    await sendAs(me)
    expect(asked.filter(({ headers }) => headers['X-CSRF-Token'] === 'theirs')).toEqual([])
    expect((await one()).sent_seq).toBe(0)
  })

  it('one tab at a time', async () => {
    await tapped(at, 'volunteer')
    await db.leases.put({ name: 'tallies', holder: 'another tab', until: Date.now() + 60_000 })
    const asked = serve(office.replies)
    await sendAs(me)
    expect(asked).toEqual([])
    await db.leases.clear()
    await sendTallies()
    expect(puts(asked)).toHaveLength(1)
  })

  it('with what was tapped while it was on its way still to come', async () => {
    await tapped(at, 'volunteer')
    let isFirst = true
    serve(answering((asked) => {
      if (isFirst) void tapped(at, 'volunteer')
      isFirst = false
      return office.put(asked)
    }))
    await sendAs(me)
    await vi.waitFor(async () => expect((await one()).sent_seq).toBe(2))
    expect(office.total).toEqual({ volunteer: 2 })
  })
})

describe('is kept and tried again', () => {
  it.each([
    ['nobody answers', 'no network' as const],
    ['a portal answers', { status: 200, body: '<html>', type: 'text/html' }],
    ['a portal answers in JSON', { status: 200, body: {} }],
    ['the answer is about another counter', { status: 200, body: { id: 'another', site_id: 'site-1', seq: 9 } }],
    ['the answer is older than what was sent', { status: 200, body: { id: 'x', site_id: 'site-1', seq: 0 } }],
    ['the server is busy', problem(503, 'busy')],
  ])('when %s', async (_, reply) => {
    await tapped(at, 'volunteer')
    serve(answering(reply))
    await sendAs(me)
    const { sent_seq, state, next_try_at } = await one()
    expect([sent_seq, state]).toEqual([0, 'waiting'])
    expect(next_try_at).toBeGreaterThan(Date.now())
    vi.unstubAllGlobals()
    serve(office.replies)
    await wakeTallies()
    expect(office.total).toEqual({ volunteer: 1 })
  })

  it('not before the server wants to be asked', async () => {
    await tapped(at, 'volunteer')
    const asked = serve(answering(problem(429, 'too_many_requests', { 'Retry-After': '60' })))
    await sendAs(me)
    await wakeTallies()
    expect(asked).toHaveLength(1)
  })

  it('when the log-in has ended, until somebody logs in', async () => {
    await tapped(at, 'volunteer')
    await tapped(link, 'party_member')
    let ended = 0
    whenTallyNeedsLogin(() => (ended += 1))
    serve(answering((asked) => (asked.path.includes('links') ? office.put(asked) : problem(401, 'login_required'))))
    await sendAs(me)
    expect([ended, office.total]).toEqual([1, { party_member: 1 }])
    expect(await one()).toMatchObject({ state: 'waiting', sent_seq: 0 })
    vi.unstubAllGlobals()
    serve(office.replies)
    await sendAs(me)
    expect(office.total).toEqual({ party_member: 1, volunteer: 1 })
  })
})

describe('is kept with the server’s words', () => {
  it.each([
    [403, 'link_revoked'], [403, 'link_closed'], [404, 'link_unknown'], [422, 'invalid'],
  ])('%s %s', async (status, code) => {
    await tapped(link, 'volunteer')
    const asked = serve(answering(problem(status, code)))
    await sendAs(null)
    await wakeTallies()
    expect(asked).toHaveLength(1)
    expect(await one(link)).toMatchObject({ state: 'needs_you', problem: { status, code }, counts: { volunteer: 1 } })
  })

  it('and goes by a new link', async () => {
    await tapped(link, 'volunteer')
    serve(answering((asked) => (asked.path.includes('/new/') ? office.put(asked) : problem(403, 'link_revoked'))))
    await sendAs(null)
    await adoptToken('site-1', 'new')
    await sendTallies()
    expect(office.total).toEqual({ volunteer: 1 })
    expect(await one(link)).toMatchObject({ problem: null, state: 'waiting' })
  })

  it('and is asked about once more when somebody wants it', async () => {
    await tapped(at, 'volunteer')
    serve(answering(problem(403, 'forbidden')))
    await sendAs(me)
    vi.unstubAllGlobals()
    serve(office.replies)
    await retryTallies()
    expect(office.total).toEqual({ volunteer: 1 })
  })
})

describe('two phones under one name', () => {
  it('each keep what only they know', async () => {
    await tapped(at, 'volunteer', 'volunteer')
    serve(office.replies)
    await sendAs(me)
    const { id } = await one()
    // The copy counts a member of the party, this one a volunteer: the same number of taps.
    office.all.set(id, { seq: 3, counts: { volunteer: 2, party_member: 1 } })
    await tapped(at, 'volunteer')
    await wakeTallies()
    expect(office.total).toEqual({ volunteer: 3, party_member: 1 })
    expect((await rows()).filter((row) => row.is_closed)).toHaveLength(1)
  })

  it('are found out by a number this one never reached', async () => {
    await tapped(at, 'volunteer')
    serve(office.replies)
    await sendAs(me)
    office.all.set((await one()).id, { seq: 9, counts: { volunteer: 9 } })
    await tapped(at, 'party_member')
    await wakeTallies()
    expect(office.total).toEqual({ volunteer: 9, party_member: 1 })
  })

  it('take nothing for said that was overtaken', async () => {
    await tapped(at, 'volunteer', 'volunteer')
    const { id } = await one()
    office.all.set(id, { seq: 2, counts: { party_member: 2 } })
    let isFirst = true
    serve(answering((asked) => {
      if (isFirst) office.all.set(id, { seq: 3, counts: { party_member: 3 } })
      if (isFirst) void tapped(at, 'volunteer')
      isFirst = false
      return office.put(asked)
    }))
    await sendAs(me)
    await vi.waitFor(() => expect(office.total).toEqual({ party_member: 3, volunteer: 3 }))
  })
})

it('says when an organiser has taken the counter out', async () => {
  await tapped(at, 'volunteer')
  serve(answering((asked) => ({ ...office.put(asked), body: { ...(office.put(asked).body as object), is_struck: true } })))
  await sendAs(me)
  expect((await one()).is_struck).toBe(true)
})
