import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Change, PhoneRow } from '@/core/api'
import { db } from '@/core/db'
import { keepAnswer } from '@/core/db/answers'
import { keepPicture } from '@/core/db/pictures'
import { session } from '@/testing/fixtures'
import { phoneRow } from '@/testing/held'
import { freshPhone } from '@/testing/mount'
import { problem, serve, type Asked } from '@/testing/server'
import { changeHeld, forgetOld, forgetOthers, keepPage } from './pages'
import { pull } from './pull'

const me = session.user.id
const always = () => true
const upsert = (id: string, over: Partial<PhoneRow> = {}): Change => ({ kind: 'case', id, op: 'upsert', data: phoneRow({ id, ...over }) })
const gone = (id: string): Change => ({ kind: 'case', id, op: 'gone', data: null })
const scope = (id = me): Change => ({ kind: 'scope', id, op: 'upsert', data: null })
const page = (items: Change[], next_cursor: string, has_more = false) => ({ items, next_cursor, has_more })
const held = async (owner = me) => (await db.held.where('owner').equals(owner).toArray()).map((row) => row.id).sort()

/** Answers by the place asked from; from places it does not know it has nothing new. */
function feed(pages: Record<string, ReturnType<typeof page>>): Asked[] {
  return serve({
    'GET /changes': ({ path }) => {
      const after = new URLSearchParams(path.split('?')[1]).get('after') ?? ''
      return { body: pages[after] ?? page([], after) }
    },
  })
}

const begun = { '': page([scope()], 'load-0', true) }

beforeEach(() => freshPhone())
afterEach(() => vi.unstubAllGlobals())

describe('the first load', () => {
  it('takes all pages and ends where the feed begins', async () => {
    const asked = feed({ ...begun, 'load-0': page([upsert('a'), upsert('b')], 'load-b', true), 'load-b': page([upsert('c')], 'feed-1') })
    expect(await pull(me, always)).toBe(true)
    expect(await held()).toEqual(['a', 'b', 'c'])
    expect(await db.feeds.get(me)).toMatchObject({ cursor: 'feed-1', loading_since: null })
    expect(asked.map(({ path }) => path)).toEqual([
      '/changes?concerns=me&limit=200', '/changes?concerns=me&limit=200&after=load-0', '/changes?concerns=me&limit=200&after=load-b',
    ])
  })

  it('goes on behind the last page that was kept when the browser is killed', async () => {
    let calls = 0
    const pages: Record<string, ReturnType<typeof page>> = { ...begun, 'load-0': page([upsert('a')], 'load-a', true), 'load-a': page([upsert('b')], 'feed-1') }
    feed(pages)
    await expect(pull(me, () => ++calls < 3).then(() => calls)).resolves.toBe(3)
    expect(await held()).toEqual(['a'])
    const asked = feed(pages)
    await pull(me, always)
    expect(await held()).toEqual(['a', 'b'])
    expect(asked).toHaveLength(1)
  })

  it('keeps neither rows nor place when the disk is full', async () => {
    feed({ ...begun, 'load-0': page([upsert('a')], 'feed-1') })
    vi.spyOn(db.feeds, 'put').mockRejectedValue(new DOMException('', 'QuotaExceededError'))
    await expect(pull(me, always)).rejects.toThrow()
    expect([await held(), await db.feeds.count()]).toEqual([[], 0])
  })
})

describe('the feed', () => {
  beforeEach(async () => {
    feed({ ...begun, 'load-0': page([upsert('a'), upsert('b')], 'feed-1') })
    await pull(me, always)
  })

  it('says that nothing happened, and when it was asked', async () => {
    await db.feeds.update(me, { current_at: '2026-01-01T00:00:00Z' })
    feed({})
    expect(await pull(me, always)).toBe(false)
    expect((await db.feeds.get(me))!.current_at! > '2026-11').toBe(true)
  })

  it('forgets what is gone, with its page and its pictures', async () => {
    for (const id of ['a', 'b']) {
      await keepAnswer(me, `/cases/${id}`, { id })
      await keepPicture({ owner: me, case_id: id, sha256: id, size: 'thumb', bytes: new ArrayBuffer(8) })
    }
    feed({ 'feed-1': page([gone('a')], 'feed-2') })
    await pull(me, always)
    expect(await held()).toEqual(['b'])
    expect((await db.answers.toArray()).map(({ path }) => path)).toEqual(['/cases/b'])
    expect((await db.pictures.toArray()).map(({ case_id }) => case_id)).toEqual(['b'])
  })

  it('bears the same page twice, and an older one from a slower tab', async () => {
    const newer = page([upsert('a', { version: 5 }), gone('b')], 'feed-2')
    expect(await keepPage(me, 'feed-1', newer, '')).toBe(true)
    expect(await keepPage(me, 'feed-1', newer, '')).toBe(false)
    expect(await keepPage(me, 'feed-1', page([upsert('a', { version: 4 }), upsert('b')], 'feed-x'), '')).toBe(false)
    expect([await held(), (await db.held.get([me, 'a']))!.version]).toEqual([['a'], 5])
  })

  it('catches up after a month in pages, most of them empty', async () => {
    const away = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`feed-${i + 1}`, page(i % 10 ? [] : [upsert(`c${i}`)], `feed-${i + 2}`, i < 39)]))
    feed(away)
    await pull(me, always)
    expect(await held()).toEqual(['a', 'b', 'c0', 'c10', 'c20', 'c30'])
    expect((await db.feeds.get(me))!.cursor).toBe('feed-41')
  })

  it('shows the old rows until all are told anew, then only the new', async () => {
    await keepAnswer(me, '/cases/a', { id: 'a' }, '"4"')
    await keepAnswer(me, '/cases/looked-at', { id: 'looked-at' })
    feed({ 'feed-1': page([scope()], 'load-0', true), 'load-0': page([upsert('b'), upsert('c')], 'load-c', true), 'load-c': page([upsert('d')], 'feed-9') })
    let calls = 0
    await pull(me, () => ++calls < 3)
    expect(await held()).toEqual(['a', 'b', 'c'])
    expect(await db.answers.get([me, '/cases/a'])).toMatchObject({ etag: null, is_old: true })
    await pull(me, always)
    expect(await held()).toEqual(['b', 'c', 'd'])
    expect(await db.answers.count()).toBe(0)
  })

  it('begins once more when the choice changes in the middle of a load', async () => {
    feed({
      'feed-1': page([scope()], 'load-0', true), 'load-0': page([upsert('x')], 'load-x', true),
      'load-x': page([scope()], 'again-0', true), 'again-0': page([upsert('y')], 'feed-9'),
    })
    await pull(me, always)
    expect(await held()).toEqual(['y'])
  })

  it('begins anew when the server no longer knows the place', async () => {
    serve({ 'GET /changes': ({ path }) => (path.includes('after=feed-1') ? problem(422, 'bad_cursor') : path.includes('after=load') ? { body: page([upsert('z')], 'feed-7') } : { body: page([scope()], 'load-0', true) }) })
    await pull(me, always)
    expect(await held()).toEqual(['z'])
  })

  it('marks the whole case as old when it is told again without a new version', async () => {
    await keepAnswer(me, '/cases/a', { id: 'a' })
    await keepAnswer(me, '/cases/b', { id: 'b' })
    feed({ 'feed-1': page([upsert('a')], 'feed-2') })
    await pull(me, always)
    expect([(await db.answers.get([me, '/cases/a']))!.is_old, (await db.answers.get([me, '/cases/b']))!.is_old]).toEqual([true, undefined])
  })

  it('changes a row ahead of the feed', async () => {
    await changeHeld(me, 'a', { unread: false })
    expect(await db.held.get([me, 'a'])).toMatchObject({ unread: false, tick: 3 })
    await changeHeld(me, 'nothing', { unread: false })
    expect((await db.feeds.get(me))!.tick).toBe(3)
  })

  it('lets go of what has long been over', async () => {
    await db.held.update([me, 'a'], { status: 'closed', updated_at: '2026-01-01T00:00:00Z' })
    await db.held.update([me, 'b'], { status: 'assigned', updated_at: '2026-01-01T00:00:00Z' })
    await forgetOld(me, Date.parse('2026-11-23T00:00:00Z'))
    expect(await held()).toEqual(['b'])
  })
})

describe('two people on one phone', () => {
  it('keeps nothing that is told to another', async () => {
    feed({ '': page([scope('somebody-else')], 'load-0', true) })
    await expect(pull(me, always)).rejects.toThrow('another person')
    expect(await db.feeds.count()).toBe(0)
  })

  it('keeps nothing that comes after the person has changed', async () => {
    feed({ ...begun, 'load-0': page([upsert('a')], 'feed-1') })
    let calls = 0
    await pull(me, () => ++calls < 2)
    expect(await held()).toEqual([])
  })

  it('clears what was the other’s, and none of what is unsent', async () => {
    for (const owner of ['a-before', me, 'z-after']) {
      await keepPage(owner, '', page([upsert('a')], 'feed-1'), '')
      await keepAnswer(owner, '/categories', {})
      await keepPicture({ owner, case_id: 'a', sha256: 'a', size: 'thumb', bytes: new ArrayBuffer(8) })
      await db.outbox.add({ id: owner, owner, case_id: 'x', state: 'waiting', kind: 'move', photos: [] } as never)
    }
    await keepAnswer('', '/settings', {})
    await forgetOthers(me)
    const owners = await Promise.all([db.held, db.feeds, db.pictures].map(async (table) => (await table.toArray()).map((row) => row.owner)))
    expect(owners).toEqual([[me], [me], [me]])
    expect((await db.answers.toArray()).map(({ owner }) => owner).sort()).toEqual(['', me])
    expect(await db.outbox.count()).toBe(3)
  })
})
