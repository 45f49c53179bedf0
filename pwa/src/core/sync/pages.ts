/** What one answer of the feed does to the phone: rows, the place in the feed and what hangs on them, all or nothing. */
import { Dexie } from 'dexie'
import type { Changes, Id, PhoneRow } from '@/core/api'
import { db, type FeedPlace, type HeldCase } from '@/core/db'

const HELD_FOR_MS = 60 * 24 * 3600_000
const over = new Set<PhoneRow['status']>(['closed', 'rejected', 'withdrawn', 'merged'])
const wholePath = (id: Id) => `/cases/${id}`
const wholes = (owner: Id) => db.answers.where('[owner+path]').between([owner, wholePath('')], [owner, wholePath('\uffff')])

const begun = (owner: Id): FeedPlace => ({ owner, cursor: '', asked_at: '', current_at: null, tick: 0, gone_tick: 0, loading_since: null })

/** False when another tab was faster: what it wrote must not be overwritten by an older answer. */
export async function keepPage(owner: Id, cursor: string, page: Changes, askedAt: string): Promise<boolean> {
  return db.transaction('rw', db.held, db.feeds, db.answers, db.pictures, async () => {
    const place = (await db.feeds.get(owner)) ?? begun(owner)
    if (place.cursor !== cursor) return false
    place.tick++
    if (page.items.some((item) => item.kind === 'scope')) await beginAnew(place)
    const cases = page.items.filter((item) => item.kind === 'case')
    await keepRows(place, cases.flatMap((item) => (item.op === 'upsert' && item.data ? [item.data] : [])))
    await forget(place, cases.filter((item) => item.op === 'gone').map((item) => item.id))
    if (!page.has_more) await finish(place, askedAt)
    await db.feeds.put({ ...place, cursor: page.next_cursor, asked_at: askedAt })
    return true
  })
}

/** The rows stay on the screen until their successors are here; what may be done to them is no longer sure. */
async function beginAnew(place: FeedPlace): Promise<void> {
  place.loading_since = place.tick
  await wholes(place.owner).modify({ is_old: true, etag: null })
}

async function keepRows({ owner, tick }: FeedPlace, rows: PhoneRow[]): Promise<void> {
  const before = await db.held.bulkGet(rows.map((row) => [owner, row.id] as [Id, Id]))
  // Told again without a new version: a photo has come, or the office changed.
  const again = rows.filter((row, i) => before[i]?.version === row.version).map((row) => [owner, wholePath(row.id)] as [Id, string])
  if (again.length) await db.answers.where('[owner+path]').anyOf(again).modify({ is_old: true, etag: null })
  await db.held.bulkPut(rows.map((row) => ({ ...row, owner, tick })))
}

async function forget(place: FeedPlace, ids: Id[]): Promise<void> {
  if (!ids.length) return
  const { owner, tick } = place
  place.gone_tick = tick
  await db.held.bulkDelete(ids.map((id) => [owner, id] as [Id, Id]))
  await db.answers.bulkDelete(ids.map((id) => [owner, wholePath(id)] as [Id, string]))
  await db.pictures.where('[owner+case_id]').anyOf(ids.map((id) => [owner, id])).delete()
}

async function finish(place: FeedPlace, askedAt: string): Promise<void> {
  place.current_at = askedAt
  if (place.loading_since === null) return
  const { owner } = place
  const old = await db.held.where('[owner+tick]').between([owner, Dexie.minKey], [owner, place.loading_since]).primaryKeys()
  place.loading_since = null
  await forget(place, old.map(([, id]) => id))
  await forgetStray(place)
}

/** Whole cases that were looked at and are not held: nobody would say when they leave sight. */
async function forgetStray(place: FeedPlace): Promise<void> {
  const held = new Set((await db.held.where('owner').equals(place.owner).primaryKeys()).map(([, id]) => wholePath(id)))
  const kept = await wholes(place.owner).primaryKeys()
  await forget(place, kept.filter(([, path]) => !held.has(path)).map(([, path]) => path.slice(wholePath('').length)))
}

/** Changes one row as the server soon will tell it anyway. */
export async function changeHeld(owner: Id, id: Id, changes: Partial<HeldCase>): Promise<void> {
  await db.transaction('rw', db.held, db.feeds, async () => {
    const place = await db.feeds.get(owner)
    if (!place || !(await db.held.update([owner, id], { ...changes, tick: place.tick + 1 }))) return
    await db.feeds.update(owner, { tick: place.tick + 1 })
  })
}

/** What has been over for two months leaves the phone; lists on the server still have it. */
export async function forgetOld(owner: Id, now = Date.now()): Promise<void> {
  const limit = new Date(now - HELD_FOR_MS).toISOString()
  await db.transaction('rw', db.held, db.feeds, db.answers, db.pictures, async () => {
    const place = await db.feeds.get(owner)
    if (!place) return
    const old = await db.held.where('owner').equals(owner).and((row) => over.has(row.status) && row.updated_at < limit).primaryKeys()
    place.tick++
    await forget(place, old.map(([, id]) => id))
    if (old.length) await db.feeds.put(place)
  })
}

/** Somebody else is on this phone now: of cases and pictures only theirs stay. Nobody's unsent work is touched. */
export async function forgetOthers(owner: Id): Promise<void> {
  await db.transaction('rw', db.held, db.feeds, db.answers, db.pictures, async () => {
    for (const table of [db.held, db.feeds] as const) await table.where('owner').notEqual(owner).delete()
    const answers = await db.answers.toCollection().primaryKeys()
    await db.answers.bulkDelete(answers.filter(([whose]) => whose !== owner && whose !== ''))
    await db.pictures.where('[owner+case_id]').below([owner, Dexie.minKey]).delete()
    await db.pictures.where('[owner+case_id]').above([owner, Dexie.maxKey]).delete()
  })
}

/** The server does not know our place any more, as after a restored backup. */
export async function loseThePlace(owner: Id): Promise<void> {
  await db.feeds.update(owner, { cursor: '' })
}
