import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { MoveBody, ReportBody } from '@/core/api'
import { db, type Draft, type OutboxEntry } from '@/core/db'
import { keepPhoto } from '@/core/db/photos'
import { row, session, whole } from '@/testing/fixtures'
import { freshPhone } from '@/testing/mount'
import { problem, serve, type Asked } from '@/testing/server'
import { discard, enqueueMove, enqueueReport, kick, line, retry, sendFor, takeBack, wake, whenLoginNeeded } from '.'
import { nextEntry } from './store'

const owner = session.user.id
const label = { title: '店外经营', place: '棉纺路', thumb_sha256: null }

function draft(id: string, photos: string[] = []): Draft {
  const named = photos.map((sha256) => ({ sha256, role: 'before' as const }))
  return { id, owner, photos: named, observed_at: '2026-11-23T06:05:00Z', fix: null, place: { placed_by: 'segment', segment_id: 's' }, category_code: '04-05', description: '', self_handled: false, updated_at: '' }
}

async function report(id: string, photos: string[] = []): Promise<void> {
  const made = draft(id, photos)
  const body: ReportBody = { category_code: '04-05', observed_at: made.observed_at, placed_by: 'segment', segment_id: 's', source: 'patrol', photos: made.photos }
  await db.drafts.put(made)
  await enqueueReport(made, body, row({ id }))
}

const move = (action: MoveBody['action'], version = 4): MoveBody => ({ action_id: crypto.randomUUID(), action, version })
const picture = (words: string) => keepPhoto(new Blob([words], { type: 'image/jpeg' }))
const entries = () => db.outbox.orderBy('seq').toArray()
const states = async () => (await entries()).map((entry) => entry.state)
const sent = (asked: Asked[]) => asked.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`)
const made = (id: string) => ({ status: 201, body: whole({ id }) })

async function flush(): Promise<void> {
  sendFor(owner)
  await kick()
}

beforeEach(async () => {
  sendFor(null)
  vi.unstubAllGlobals()
  await freshPhone()
})

describe('writing', () => {
  it('stores case and entry together and lets the draft go', async () => {
    await report('case-1')
    expect([await db.cases.count(), await db.outbox.count(), await db.drafts.count()]).toEqual([1, 1, 0])
  })

  it('stores neither when one fails', async () => {
    await db.drafts.put(draft('case-1'))
    vi.spyOn(db.outbox, 'add').mockRejectedValueOnce(new Error('disk full'))
    await expect(enqueueReport(draft('case-1'), {} as ReportBody, row())).rejects.toThrow()
    expect([await db.cases.count(), await db.outbox.count(), await db.drafts.count()]).toEqual([0, 0, 1])
  })

  it('takes a report back as long as it has not left', async () => {
    await report('case-1')
    expect(await takeBack((await entries())[0]!.seq)).toBe('case-1')
    expect(await db.drafts.get('case-1')).toMatchObject({ category_code: '04-05', place: { placed_by: 'segment', segment_id: 's' } })
    expect([await db.cases.count(), await db.outbox.count(), await db.drafts.count()]).toEqual([0, 0, 1])
  })
})

it('takes nothing back that may have left', async () => {
  await report('case-1')
  const [entry] = await entries()
  await db.outbox.update(entry!.seq, { attempts: 1 })
  expect(await takeBack(entry!.seq)).toBeNull()
  expect(await db.outbox.count()).toBe(1)
})

describe('sending', () => {
  it('sends the oldest first, the record before its photos', async () => {
    const [a, b] = [await picture('a'), await picture('b')]
    await report('case-1', [a, b])
    await report('case-2')
    const photo = ({ path }: Asked) => ({ status: 201, body: { sha256: path.split('/').at(-1) } })
    const asked = serve({ 'PUT /cases/case-1': made('case-1'), 'PUT /cases/case-2': made('case-2'), [`PUT /photos/${a}`]: photo, [`PUT /photos/${b}`]: photo })
    await flush()
    expect(sent(asked)).toEqual(['PUT /cases/case-1', `PUT /photos/${a}`, `PUT /photos/${b}`, 'PUT /cases/case-2'])
    expect(await states()).toEqual(['received', 'received'])
  })

  it('lets go of photos only after their receipt', async () => {
    const a = await picture('a')
    await report('case-1', [a])
    serve({ 'PUT /cases/case-1': made('case-1'), [`PUT /photos/${a}`]: 'no network' })
    await flush()
    expect(await db.photos.count()).toBe(1)
    serve({ [`PUT /photos/${a}`]: { body: { sha256: a } } })
    await wake()
    await vi.waitFor(async () => expect(await states()).toEqual(['received']))
    await vi.waitFor(async () => expect(await db.photos.count()).toBe(0))
  })

  it('does not send a record again when only a photo is missing', async () => {
    const a = await picture('a')
    await report('case-1', [a])
    serve({ 'PUT /cases/case-1': made('case-1'), [`PUT /photos/${a}`]: problem(500, 'server_error') })
    await flush()
    const asked = serve({ [`PUT /photos/${a}`]: { body: { sha256: a } } })
    await wake()
    await vi.waitFor(async () => expect(await states()).toEqual(['received']))
    expect(sent(asked)).toEqual([`PUT /photos/${a}`])
  })

  it('sends only for the person who is logged in', async () => {
    await report('case-1')
    const asked = serve({})
    sendFor('somebody-else')
    await kick()
    expect(asked).toEqual([])
    expect(await states()).toEqual(['waiting'])
  })

  it('keeps everything while nobody answers, and says so', async () => {
    await report('case-1')
    await report('case-2')
    const asked = serve({ 'PUT /cases/case-1': 'no network' })
    await flush()
    expect(sent(asked)).toEqual(['PUT /cases/case-1'])
    expect(await states()).toEqual(['waiting', 'waiting'])
    expect(line.value).toBe('offline')
  })

  it('takes no page of a captive portal for a receipt', async () => {
    await report('case-1')
    serve({ 'PUT /cases/case-1': { status: 200, body: '<html>Welcome to the hotel</html>', type: 'text/html' } })
    await flush()
    expect(await states()).toEqual(['waiting'])
  })

  it('takes no receipt for another case', async () => {
    await report('case-1')
    serve({ 'PUT /cases/case-1': made('case-9') })
    await flush()
    expect(await states()).toEqual(['waiting'])
  })

  it('keeps all and asks for a log-in on 401', async () => {
    await report('case-1')
    const asks = vi.fn()
    whenLoginNeeded(asks)
    serve({ 'PUT /cases/case-1': problem(401, 'login_required') })
    await flush()
    expect(asks).toHaveBeenCalledOnce()
    expect(await states()).toEqual(['waiting'])
    serve({ 'PUT /cases/case-1': made('case-1') })
    await flush()
    expect(await states()).toEqual(['received'])
  })

  it('fetches a new token on 403 csrf and goes on', async () => {
    await report('case-1')
    const asked = serve({
      'GET /session': { body: session },
      'PUT /cases/case-1': ({ headers }) => (headers['X-CSRF-Token'] === 'token-1' ? made('case-1') : problem(403, 'csrf')),
    })
    await flush()
    expect(await states()).toEqual(['received'])
    expect(sent(asked)).toEqual(['PUT /cases/case-1', 'PUT /cases/case-1'])
  })

  it('lets others go on while our server is busy with one', async () => {
    await report('case-1')
    await report('case-2')
    serve({ 'PUT /cases/case-1': problem(503, 'busy', { 'Retry-After': '20' }), 'PUT /cases/case-2': made('case-2') })
    await flush()
    expect(await states()).toEqual(['waiting', 'received'])
    const [first] = await entries()
    expect(first!.next_try_at).toBeGreaterThan(Date.now() + 15_000)
  })

  it('keeps what is refused, with the server’s words, and goes on with the rest', async () => {
    await report('case-1')
    await report('case-2')
    serve({ 'PUT /cases/case-1': problem(422, 'unknown_category'), 'PUT /cases/case-2': made('case-2') })
    await flush()
    expect(await states()).toEqual(['needs_you', 'received'])
    expect((await entries())[0]!.problem).toEqual({ status: 422, code: 'unknown_category', detail: 'words of unknown_category' })
  })

  it('holds later entries of the same case back', async () => {
    await report('case-1')
    await enqueueMove(owner, 'case-1', move('withdraw'), label)
    await report('case-2')
    serve({ 'PUT /cases/case-1': problem(422, 'invalid'), 'PUT /cases/case-2': made('case-2') })
    await flush()
    expect(await states()).toEqual(['needs_you', 'waiting', 'received'])
  })

  it('gives a move that followed another the version that one made', async () => {
    await enqueueMove(owner, 'case-1', move('take', 4), label)
    await enqueueMove(owner, 'case-1', move('comment', 4), label)
    let version = 4
    const asked = serve({ 'POST /cases/case-1/actions': () => ({ body: whole({ id: 'case-1', version: ++version }) }) })
    await flush()
    expect(asked.map(({ json }) => (json as MoveBody).version)).toEqual([4, 5])
  })

  it('leaves the version of a move made on its own alone: stale is for the person to judge', async () => {
    await enqueueMove(owner, 'case-1', move('verify_pass', 3), label)
    serve({ 'POST /cases/case-1/actions': problem(409, 'stale_version') })
    await flush()
    const [entry] = await entries()
    expect(entry!.state).toBe('needs_you')
    await retry(entry!.seq, 7)
    const asked = serve({ 'POST /cases/case-1/actions': { body: whole({ id: 'case-1', version: 8 }) } })
    await flush()
    expect((asked[0]!.json as MoveBody).version).toBe(7)
    expect((asked[0]!.json as MoveBody).action_id).toBe((entry!.body as MoveBody).action_id)
  })

  it('picks up what a killed browser was sending', async () => {
    await report('case-1')
    await db.outbox.toCollection().modify({ state: 'sending' } as Partial<OutboxEntry>)
    expect((await nextEntry(owner, Date.now()))?.case_id).toBe('case-1')
  })

  it('drops nothing unless the person says so', async () => {
    await report('case-1')
    serve({ 'PUT /cases/case-1': problem(409, 'case_exists_with_other_body') })
    await flush()
    const [entry] = await entries()
    await discard(entry!.seq)
    expect([await db.outbox.count(), await db.cases.count()]).toEqual([0, 0])
  })
})
