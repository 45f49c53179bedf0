import { beforeEach, describe, expect, it, vi } from 'vitest'
import { db, type CallBody, type FoundAt } from '@/core/db'
import { row, whole } from '@/testing/fixtures'
import { freshPhone } from '@/testing/mount'
import { draft, entries, entryOf, flush, gotPhoto, label, made, owner, picture, report, sent, set, states } from '@/testing/outbox'
import { problem, serve } from '@/testing/server'
import { asNewCase, discard, enqueueCall, enqueueReport, orderCall, putOnTop, replacePhoto, sendFor, siteCall, takeBack, type Sending, type Ticks } from '.'
import { nextWait } from './queue'

const AT = '/cleanup-sessions/s/sites/t'
const ticked = { body: { at_site: 1, in_session: 1 } }
const none = { status: 204 }
const jsonOf = async (seq: number) => ((await entryOf(seq)).body as CallBody).json

const say = (act: Parameters<typeof siteCall>[2]['act'], json?: unknown, of = '', how: Sending = {}) => enqueueCall(owner, siteCall('s', 't', { act, json }, of), label, how)
const tick = (took_part: string[], did_not: string[] = []) => say('ticks', { took_part, did_not } satisfies Ticks)
const results = (bags: number, version = 0) => say('results', { version, results: { bags } })
const photo = (name: string, more: object = {}) => enqueueCall(owner, siteCall('s', 't', { act: 'photo', json: { role: 'before', ...more }, photos: [{ sha256: name, role: 'before' }] }, name), label)
const finish = (version = 3) => enqueueCall(owner, orderCall('s', { action_id: 'a', action: 'finish', version }), label)

const found: FoundAt = { session_id: 's', site_id: 't', name: '棉纺路东段' }
const reportHere = (id: string, hold = 0) => enqueueReport({ ...draft(id), found_at: found }, { photos: [] } as never, row({ id }), hold)

beforeEach(async () => {
  sendFor(null)
  vi.unstubAllGlobals()
  await freshPhone()
})

describe('what is said of a site', () => {
  it('leaves in the order it was said, each as the server wants it', async () => {
    await tick(['shop-1'])
    await results(12)
    await say('withdraw', { role: 'after' }, 'f')
    const asked = serve({ [`POST ${AT}/shops`]: ticked, [`PUT ${AT}/results`]: { body: { results: {}, results_version: 1 } }, [`POST ${AT}/photos/f/withdraw`]: none })
    await flush()
    expect(sent(asked)).toEqual([`POST ${AT}/shops`, `PUT ${AT}/results`, `POST ${AT}/photos/f/withdraw`])
    expect(await states()).toEqual(['received', 'received', 'received'])
  })

  it('waits behind what needs the person at the same site, and holds up no other', async () => {
    await results(12)
    await tick(['shop-1'])
    await enqueueCall(owner, siteCall('s', 'other', { act: 'ticks', json: {} }), label)
    serve({ [`PUT ${AT}/results`]: problem(403, 'forbidden'), 'POST /cleanup-sessions/s/sites/other/shops': ticked })
    await flush()
    expect(await states()).toEqual(['needs_you', 'waiting', 'received'])
    expect(await nextWait(owner, Date.now())).toBeNull()
  })

  it.each([['a portal', { status: 204, headers: { 'X-Luzhang': undefined } }], ['a portal with words', { body: { welcome: 1 } }]])('is not there when %s says so', async (_, reply) => {
    await tick(['shop-1'])
    await say('withdraw', { role: 'after' }, 'f')
    serve({ [`POST ${AT}/shops`]: reply, [`POST ${AT}/photos/f/withdraw`]: reply })
    await flush()
    expect(await states()).toEqual(['waiting', 'waiting'])
  })

  it('never goes out under another name', async () => {
    await tick(['shop-1'])
    const asked = serve({ [`POST ${AT}/shops`]: ticked })
    sendFor('somebody-else')
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(sent(asked)).toEqual([])
  })
})

describe('ticks', () => {
  it('add up while they wait, the last word about a shop holding', async () => {
    const seq = await tick(['shop-1', 'shop-2'])
    expect(await tick(['shop-3'], ['shop-1'])).toBe(seq)
    expect(await jsonOf(seq)).toEqual({ took_part: ['shop-2', 'shop-3'], did_not: ['shop-1'] })
  })

  it('add up also with those that may have arrived', async () => {
    const seq = await tick(['shop-1'])
    await set(seq, { is_tried: true, attempts: 2 })
    expect(await tick([], ['shop-1'])).toBe(seq)
    expect(await jsonOf(seq)).toEqual({ took_part: [], did_not: ['shop-1'] })
  })

  it.each(['sending', 'received', 'needs_you'] as const)('made when the others are %s are an entry of their own', async (state) => {
    const seq = await tick(['shop-1'])
    await set(seq, { state })
    expect(await tick(['shop-2'])).not.toBe(seq)
  })
})

describe('results', () => {
  it('written again before they left are one entry', async () => {
    const seq = await results(12, 4)
    expect(await results(13, 4)).toBe(seq)
    expect(await jsonOf(seq)).toEqual({ version: 4, results: { bags: 13 } })
  })

  it('written on top of one’s own stand on the version those made', async () => {
    const first = await results(12)
    await set(first, { is_tried: true })
    const second = await results(13)
    const versions: unknown[] = []
    serve({ [`PUT ${AT}/results`]: ({ json }) => (versions.push((json as { version: number }).version), { body: { results: {}, results_version: versions.length } }) })
    await flush()
    expect([versions, await states()]).toEqual([[0, 1], ['received', 'received']])
    expect(await jsonOf(await results(14, 0))).toEqual({ version: 2, results: { bags: 14 } })
    expect(second).toBeGreaterThan(first)
  })

  it('that somebody else has written meanwhile are shown, and the person’s hold when they say so', async () => {
    const seq = await results(12)
    const theirs = { results: { bags: 20 }, results_version: 3 }
    serve({ [`PUT ${AT}/results`]: ({ json }) => ((json as { version: number }).version === 3 ? { body: { results: {}, results_version: 4 } } : { status: 409, body: { status: 409, code: 'stale_version', detail: '', site: theirs } }) })
    await flush()
    expect(await entryOf(seq)).toMatchObject({ state: 'needs_you', theirs })
    await putOnTop(seq, 3)
    await flush()
    expect(await entryOf(seq)).toMatchObject({ state: 'received', made_version: 4, theirs: null })
  })
})

describe('a photo of a site', () => {
  it('is named, then brought, then let go of', async () => {
    const a = await picture('a')
    await photo(a)
    const asked = serve({ [`PUT ${AT}/photos/${a}`]: none, [`PUT /photos/${a}`]: gotPhoto })
    await flush()
    expect(sent(asked)).toEqual([`PUT ${AT}/photos/${a}`, `PUT /photos/${a}`])
    expect(await db.photos.count()).toBe(0)
  })

  it('that was named is not named again when its bytes got stuck', async () => {
    const a = await picture('a')
    const seq = await photo(a)
    serve({ [`PUT ${AT}/photos/${a}`]: none, [`PUT /photos/${a}`]: problem(503, 'not_ready') })
    await flush()
    await set(seq, { next_try_at: 0 })
    const asked = serve({ [`PUT /photos/${a}`]: gotPhoto })
    await flush()
    expect(sent(asked)).toEqual([`PUT /photos/${a}`])
    expect(await states()).toEqual(['received'])
  })

  it('that is broken is taken off the site, and another goes in its place', async () => {
    const [a, b] = [await picture('a'), await picture('b')]
    const seq = await photo(a, { beside: 'c' })
    serve({ [`PUT ${AT}/photos/${a}`]: none, [`PUT /photos/${a}`]: problem(415, 'photo_truncated') })
    await flush()
    await replacePhoto(seq, a, { sha256: b, role: 'before' }, '')
    const asked = serve({ [`POST ${AT}/photos/${a}/withdraw`]: none, [`PUT ${AT}/photos/${b}`]: none, [`PUT /photos/${b}`]: gotPhoto })
    await flush()
    expect(sent(asked)).toEqual([`POST ${AT}/photos/${a}/withdraw`, `PUT ${AT}/photos/${b}`, `PUT /photos/${b}`])
    expect(asked.find(({ path }) => path.endsWith(b))?.json).toEqual({ role: 'before', beside: 'c' })
  })
})

describe('a case found at a site', () => {
  const LINK = `PUT ${AT}/cases/case-1`

  it('is linked once its report has arrived', async () => {
    await reportHere('case-1')
    const asked = serve({ 'PUT /cases/case-1': made('case-1'), [LINK]: none })
    await flush()
    expect(sent(asked)).toEqual(['PUT /cases/case-1', LINK])
  })

  it('is not linked while its report needs the person, and gone with it', async () => {
    const seq = await reportHere('case-1')
    serve({ 'PUT /cases/case-1': problem(422, 'invalid') })
    await flush()
    expect(await states()).toEqual(['needs_you', 'waiting'])
    await discard(seq)
    expect(await entries()).toEqual([])
  })

  it('taken back is a draft that knows where it was found', async () => {
    const seq = await reportHere('case-1')
    expect(await takeBack(seq)).toEqual({ draft: 'case-1' })
    expect(await entries()).toEqual([])
    expect((await db.drafts.get('case-1'))?.found_at).toEqual(found)
  })

  it('reported as a case of its own is linked by its new name', async () => {
    const seq = await reportHere('case-1')
    await set(seq, { state: 'needs_you' })
    const id = await asNewCase(seq)
    const asked = serve({ [`PUT /cases/${id}`]: made(id!), [`PUT ${AT}/cases/${id}`]: none })
    await flush()
    expect(sent(asked)).toEqual([`PUT /cases/${id}`, `PUT ${AT}/cases/${id}`])
  })

  it('is closed with the others only after it has arrived', async () => {
    await report('case-2')
    await reportHere('case-1')
    const close = await say('close', { action_id: 'a', photos: [] }, '', { after: ['case-1'] })
    serve({ 'PUT /cases/case-2': made('case-2'), 'PUT /cases/case-1': problem(503, 'not_ready'), [`POST ${AT}/close-cases`]: { body: { closed: 1, items: [] } } })
    await flush()
    expect((await entryOf(close)).state).toBe('waiting')
    await db.outbox.toCollection().modify({ next_try_at: 0 })
    serve({ 'PUT /cases/case-1': { status: 200, body: whole({ id: 'case-1' }) }, [LINK]: none, [`POST ${AT}/close-cases`]: { body: { closed: 1, items: [] } } })
    await flush()
    expect(await entryOf(close)).toMatchObject({ state: 'received', answer: { closed: 1, items: [] } })
  })
})

describe('to finish a session', () => {
  const ACTIONS = 'POST /cleanup-sessions/s/actions'
  const stale = (session: object) => ({ status: 409, body: { status: 409, code: 'stale_version', detail: '', session } })

  it('goes on top of what others changed', async () => {
    const seq = await finish()
    serve({ [ACTIONS]: ({ json }) => ((json as { version: number }).version === 5 ? { body: { allowed_actions: [] } } : stale({ version: 5, state: 'under_way', allowed_actions: ['finish'] })) })
    await flush()
    expect((await entryOf(seq)).state).toBe('received')
  })

  it('is done when somebody else has done it', async () => {
    const seq = await finish()
    serve({ [ACTIONS]: stale({ version: 5, state: 'finished', allowed_actions: ['reopen'] }) })
    await flush()
    expect(await entryOf(seq)).toMatchObject({ state: 'received', problem: null })
  })

  it('is for the person when the session was cancelled', async () => {
    const seq = await finish()
    serve({ [ACTIONS]: stale({ version: 5, state: 'cancelled', allowed_actions: ['reinstate'] }) })
    await flush()
    expect(await entryOf(seq)).toMatchObject({ state: 'needs_you', problem: { code: 'stale_version' } })
  })

  it('can be undone until it leaves', async () => {
    const seq = await finish()
    expect(await takeBack(seq)).toBe('done')
    expect(await entries()).toEqual([])
  })
})
