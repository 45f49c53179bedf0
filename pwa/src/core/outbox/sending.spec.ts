import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { MoveBody } from '@/core/api'
import { setToken } from '@/core/api'
import { whenStranger } from '@/core/api/http'
import { db } from '@/core/db'
import { session, whole } from '@/testing/fixtures'
import { freshPhone } from '@/testing/mount'
import { entries, entryOf, flush, gotPhoto, made, move, owner, picture, report, sent, set, states } from '@/testing/outbox'
import { problem, serve } from '@/testing/server'
import { kick, line, sendFor, wake, whenLoginNeeded } from '.'

const settled = (wanted: string[]) => vi.waitFor(async () => expect(await states()).toEqual(wanted))

beforeEach(async () => {
  sendFor(null)
  vi.unstubAllGlobals()
  await freshPhone()
})
afterEach(() => vi.useRealTimers())

describe('sending', () => {
  it('takes the oldest first, the record before its photos', async () => {
    const [a, b] = [await picture('a'), await picture('b')]
    await report('case-2', [a, b])
    await report('case-1')
    const asked = serve({ 'PUT /cases/case-1': made('case-1'), 'PUT /cases/case-2': made('case-2'), [`PUT /photos/${a}`]: gotPhoto, [`PUT /photos/${b}`]: gotPhoto })
    await flush()
    expect(sent(asked)).toEqual(['PUT /cases/case-2', `PUT /photos/${a}`, `PUT /photos/${b}`, 'PUT /cases/case-1'])
    expect(await states()).toEqual(['received', 'received'])
  })

  it('has one request under way, never two', async () => {
    for (const id of ['case-1', 'case-2', 'case-3']) await report(id)
    let underWay = 0
    let most = 0
    vi.stubGlobal('fetch', async (url: string) => {
      most = Math.max(most, ++underWay)
      await new Promise((resolve) => setTimeout(resolve, 5))
      underWay--
      return Response.json(whole({ id: url.split('/').at(-1) }), { status: 201 })
    })
    sendFor(owner)
    await Promise.all([kick(), wake(), kick()])
    await settled(['received', 'received', 'received'])
    expect(most).toBe(1)
  })

  it('lets go of photos only after their receipt', async () => {
    const a = await picture('a')
    await report('case-1', [a])
    serve({ 'PUT /cases/case-1': made('case-1'), [`PUT /photos/${a}`]: 'no network' })
    await flush()
    expect(await db.photos.count()).toBe(1)
    serve({ [`PUT /photos/${a}`]: gotPhoto })
    await wake()
    await settled(['received'])
    await vi.waitFor(async () => expect(await db.photos.count()).toBe(0))
  })

  it('does not send a record again when only a photo is missing', async () => {
    const a = await picture('a')
    await report('case-1', [a])
    serve({ 'PUT /cases/case-1': made('case-1'), [`PUT /photos/${a}`]: problem(500, 'server_error') })
    await flush()
    const asked = serve({ [`PUT /photos/${a}`]: gotPhoto })
    await wake()
    await settled(['received'])
    expect(sent(asked)).toEqual([`PUT /photos/${a}`])
  })

  it('does not send bytes again that arrived though the answer was lost', async () => {
    const [a, b] = [await picture('a'), await picture('b')]
    await report('case-1', [a, b])
    serve({ 'PUT /cases/case-1': made('case-1'), [`PUT /photos/${a}`]: 'no network' })
    await flush()
    const [photo] = whole().photos
    const there = whole({ id: 'case-1', photos: [{ ...photo!, sha256: a }, { ...photo!, sha256: b, present: false }] })
    const asked = serve({ 'GET /cases/case-1': { body: there }, [`PUT /photos/${b}`]: gotPhoto })
    await wake()
    await settled(['received'])
    expect(sent(asked)).toEqual([`PUT /photos/${b}`])
  })

  it('notes each photo before it sends the next', async () => {
    const [a, b] = [await picture('a'), await picture('b')]
    const seq = await report('case-1', [a, b])
    let noted: string[] = []
    const second = async () => (noted = (await entryOf(seq)).photos_sent)
    serve({ 'PUT /cases/case-1': made('case-1'), [`PUT /photos/${a}`]: gotPhoto, [`PUT /photos/${b}`]: 'no network' })
    await flush()
    await second()
    expect(noted).toEqual([a])
  })

  it('gives a move that followed another the version that one made', async () => {
    await move('take', 4)
    await move('handle', 4)
    let version = 4
    const asked = serve({ 'POST /cases/case-1/actions': () => ({ body: whole({ id: 'case-1', version: ++version }) }) })
    await flush()
    expect(asked.map(({ json }) => (json as MoveBody).version)).toEqual([4, 5])
  })

  it('leaves alone a move made on a version of its own, and other people’s', async () => {
    await move('take', 4)
    const own = await move('comment', 9)
    await set(own, { follows: false, next_try_at: Date.now() + 60_000 })
    const others = await move('comment', 7, 'case-1', { note: '另一句' })
    await set(others, { owner: 'somebody-else', follows: true })
    serve({ 'POST /cases/case-1/actions': { body: whole({ id: 'case-1', version: 5 }) } })
    await flush()
    const versions = [await entryOf(own), await entryOf(others)].map((entry) => (entry.body as MoveBody).version)
    expect(versions).toEqual([9, 7])
  })

  it('picks up what a killed browser was sending, and sends it as it was', async () => {
    const seq = await move('take')
    await set(seq, { state: 'sending', is_tried: true, attempts: 1 })
    const id = ((await entryOf(seq)).body as MoveBody).action_id
    const asked = serve({ 'POST /cases/case-1/actions': { body: whole({ id: 'case-1' }) } })
    await flush()
    expect(asked.map(({ json }) => (json as MoveBody).action_id)).toEqual([id])
    expect(await states()).toEqual(['received'])
  })
})

describe('no receipt is', () => {
  it.each([
    ['a captive portal’s page', { status: 200, body: '<html>Welcome to the hotel</html>', type: 'text/html' }],
    ['a captive portal’s JSON', { status: 200, body: { ok: true, id: 'portal' } }],
    ['another case', made('case-9')],
    ['an empty 204', { status: 204 }],
    ['a 304', { status: 304 }],
    ['a redirect', { status: 302, body: '', headers: { Location: 'http://portal.example/' } }],
    ['a 202', { status: 202, body: whole({ id: 'case-1' }) }],
    ['a cut body', { status: 201, body: '{"id": "case-1", "ver' }],
    ['a proxy’s 404', { status: 404, body: '<html>', type: 'text/html' }],
    ['a firewall’s 403 in JSON', { status: 403, body: { error: 'blocked' }, type: 'application/json' }],
    ['a gateway’s 401', { status: 401, body: '<html>', type: 'text/html' }],
  ])('%s', async (_, reply) => {
    await report('case-1')
    serve({ 'PUT /cases/case-1': reply })
    await flush()
    expect(await states()).toEqual(['waiting'])
    expect(line.value).toBe('offline')
  })

  it('another photo’s', async () => {
    const a = await picture('a')
    await report('case-1', [a])
    serve({ 'PUT /cases/case-1': made('case-1'), [`PUT /photos/${a}`]: { status: 201, body: { sha256: 'another' } } })
    await flush()
    expect((await entries())[0]).toMatchObject({ state: 'waiting', photos_sent: [] })
  })
})

describe('silence', () => {
  it('keeps everything, asks once, and says so', async () => {
    await report('case-1')
    await report('case-2')
    const asked = serve({ 'PUT /cases/case-1': 'no network' })
    await flush()
    await kick()
    expect(sent(asked)).toEqual(['PUT /cases/case-1'])
    expect(await states()).toEqual(['waiting', 'waiting'])
    expect(line.value).toBe('offline')
  })

  it('lets the oldest go first again', async () => {
    await report('case-1')
    await report('case-2')
    serve({ 'PUT /cases/case-1': 'no network' })
    await flush()
    const asked = serve({ 'PUT /cases/case-1': made('case-1'), 'PUT /cases/case-2': made('case-2') })
    await wake()
    expect(sent(asked)).toEqual(['PUT /cases/case-1', 'PUT /cases/case-2'])
  })

  it('about one entry that no line carries does not stop the others for ever', async () => {
    const seq = await report('case-1')
    await report('case-2')
    await set(seq, { silences: 2, attempts: 2, is_tried: true })
    serve({ 'PUT /cases/case-1': 'no network', 'PUT /cases/case-2': made('case-2') })
    await flush()
    sendFor(owner)
    await kick()
    expect(await states()).toEqual(['waiting', 'received'])
  })
})

describe('a busy server', () => {
  it.each([[408, 'request_timeout'], [425, 'too_early'], [429, 'too_many_requests'], [500, 'server_error'], [503, 'busy']])('says %i: this entry waits, others go on', async (status, code) => {
    await report('case-1')
    await report('case-2')
    serve({ 'PUT /cases/case-1': problem(status, code), 'PUT /cases/case-2': made('case-2') })
    await flush()
    expect(await states()).toEqual(['waiting', 'received'])
    const [first] = await entries()
    expect(first!.next_try_at).toBeGreaterThan(Date.now() + 1000)
    expect(first!.problem).toMatchObject({ status, code })
  })

  it('that says how long is not asked before, not even when the person looks', async () => {
    await report('case-1')
    serve({ 'PUT /cases/case-1': problem(429, 'too_many_requests', { 'Retry-After': '120' }) })
    await flush()
    const asked = serve({ 'PUT /cases/case-1': made('case-1') })
    await wake()
    expect(asked).toEqual([])
    expect((await entries())[0]!.next_try_at).toBeGreaterThan(Date.now() + 110_000)
  })

  it('that received something else than was sent gets it again, but not for ever', async () => {
    const seq = await report('case-1')
    serve({ 'PUT /cases/case-1': problem(422, 'malformed_json') })
    await flush()
    expect(await states()).toEqual(['waiting'])
    await set(seq, { attempts: 8, next_try_at: 0 })
    await kick()
    expect(await states()).toEqual(['needs_you'])
  })
})

describe('the log-in', () => {
  it('sends only for the person who is logged in', async () => {
    await report('case-1')
    const asked = serve({})
    sendFor('somebody-else')
    await kick()
    expect(asked).toEqual([])
    expect(await states()).toEqual(['waiting'])
  })

  it('that has ended keeps all, is asked for once, and then things go on by themselves', async () => {
    await report('case-1')
    await report('case-2')
    const asks = vi.fn()
    whenLoginNeeded(asks)
    const asked = serve({ 'PUT /cases/case-1': problem(401, 'login_required') })
    await flush()
    await kick()
    expect([asks.mock.calls.length, asked.length, line.value]).toEqual([1, 1, 'login'])
    expect(await states()).toEqual(['waiting', 'waiting'])
    serve({ 'PUT /cases/case-1': made('case-1'), 'PUT /cases/case-2': made('case-2') })
    sendFor(owner)
    await settled(['received', 'received'])
  })

  it('with a new token goes on', async () => {
    await report('case-1')
    const asked = serve({
      'GET /session': { body: session },
      'PUT /cases/case-1': ({ headers }) => (headers['X-CSRF-Token'] === 'token-1' ? made('case-1') : problem(403, 'csrf')),
    })
    await flush()
    expect(await states()).toEqual(['received'])
    expect(sent(asked)).toEqual(['PUT /cases/case-1', 'PUT /cases/case-1'])
  })

  it('of somebody else in another tab sends nothing under that name', async () => {
    setToken('token-of-chief', owner)
    const photo = await picture('a')
    await set(await report('case-1', [photo]), { is_record_sent: true })
    await report('case-2')
    const stranger = vi.fn()
    whenStranger(stranger)
    const theirs = (token: string | undefined) => (token === 'token-of-other' ? made('case-1') : problem(403, 'csrf'))
    const asked = serve({
      'GET /session': { body: { user: { ...session.user, id: 'other-id', name: '李四' }, csrf_token: 'token-of-other' } },
      [`PUT /photos/${photo}`]: ({ headers }) => theirs(headers['X-CSRF-Token']),
      'PUT /cases/case-2': ({ headers }) => theirs(headers['X-CSRF-Token']),
    })
    await flush()
    expect(sent(asked)).toEqual([`PUT /photos/${photo}`])
    expect(asked.every(({ headers }) => headers['X-CSRF-Token'] !== 'token-of-other')).toBe(true)
    expect(stranger).toHaveBeenCalledOnce()
    expect([await states(), line.value]).toEqual([['waiting', 'waiting'], 'login'])
  })

  it('that changes while sending stops before the next request', async () => {
    await report('case-1')
    await report('case-2')
    const asked = serve({ 'PUT /cases/case-1': () => (sendFor(null), made('case-1')), 'PUT /cases/case-2': made('case-2') })
    await flush()
    await settled(['received', 'waiting'])
    expect(sent(asked)).toEqual(['PUT /cases/case-1'])
  })

  it('that lacks a new password waits for it without blame', async () => {
    await report('case-1')
    serve({ 'PUT /cases/case-1': problem(403, 'password_change_required') })
    await flush()
    expect(await states()).toEqual(['waiting'])
  })
})

describe('a phone in trouble', () => {
  const full = () => Object.assign(new Error('no room'), { name: 'QuotaExceededError' })
  beforeEach(() => void vi.spyOn(console, 'warn').mockReturnValue(undefined))

  it('that cannot note a receipt sends again, and what is known is known', async () => {
    await report('case-1')
    const asked = serve({ 'PUT /cases/case-1': made('case-1') })
    const spy = vi.spyOn(db.cases, 'put').mockRejectedValueOnce(full())
    await flush()
    spy.mockRestore()
    expect(await states()).toEqual(['sending'])
    sendFor(owner)
    await settled(['received'])
    expect(sent(asked)).toEqual(['PUT /cases/case-1', 'PUT /cases/case-1'])
  })

  it('lets go of copies of cases, and of nothing that only it has', async () => {
    const a = await picture('a')
    await report('case-1', [a])
    const kept = { owner, data: {}, etag: null, kept_at: '' }
    await db.answers.bulkPut([{ ...kept, path: '/cases/x' }, { ...kept, path: '/categories' }])
    serve({})
    vi.spyOn(db.outbox, 'put').mockRejectedValue(full())
    await flush()
    vi.restoreAllMocks()
    expect(await db.answers.toCollection().keys()).toEqual([[owner, '/categories']])
    expect([await states(), await db.photos.count()]).toEqual([['waiting'], 1])
  })

  it('that has lost a photo says which, and sends the rest', async () => {
    await report('case-1', ['lost'])
    await report('case-2')
    serve({ 'PUT /cases/case-1': made('case-1'), 'PUT /cases/case-2': made('case-2') })
    await flush()
    expect(await states()).toEqual(['needs_you', 'received'])
    expect((await entries())[0]!.problem).toMatchObject({ code: 'photo_lost', photo: 'lost' })
  })

  it('whose photo has changed in its store knows it is not the line’s fault', async () => {
    const a = await picture('a')
    await db.photos.update(a, { bytes: new TextEncoder().encode('rotten').buffer as ArrayBuffer })
    await report('case-1', [a])
    serve({ 'PUT /cases/case-1': made('case-1'), [`PUT /photos/${a}`]: problem(422, 'hash_mismatch') })
    await flush()
    expect((await entries())[0]).toMatchObject({ state: 'needs_you', problem: { code: 'photo_damaged', photo: a } })
  })

  it('sends a photo again that the line has changed', async () => {
    const a = await picture('a')
    await report('case-1', [a])
    serve({ 'PUT /cases/case-1': made('case-1'), [`PUT /photos/${a}`]: problem(422, 'hash_mismatch') })
    await flush()
    expect(await states()).toEqual(['waiting'])
  })
})
