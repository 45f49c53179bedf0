/** What the person may decide about an entry. Each is one transaction, so that sending comes before it or after it. */
import type { Id, MoveBody, NamedPhoto, ReportBody } from '@/core/api'
import { db, type CallBody, type Draft, type OutboxEntry } from '@/core/db'
import { foundAt, isLink, linkTo } from './calls'
import { unsentStates } from './queue'
import { mayTakeBack } from './rules'
import { mendSite } from './sites'
import { enqueueMove } from './store'

/** late: it may have left · followed: later steps of the case stand on it. */
export type TakenBack = { draft: Id } | 'done' | 'late' | 'followed'

const afterwards = (entry: OutboxEntry) =>
  db.outbox.where('case_id').equals(entry.case_id).and((other) => other.seq > entry.seq && other.owner === entry.owner && other.state !== 'received')

/** Undoes what has not left yet: a report is a draft again, a move is as if never made. */
export async function takeBack(seq: number): Promise<TakenBack> {
  return db.transaction('rw', db.cases, db.outbox, db.drafts, async () => {
    const entry = await db.outbox.get(seq)
    if (!entry || !mayTakeBack(entry)) return 'late'
    const later = entry.kind === 'cleanup' ? [] : await afterwards(entry).toArray()
    const links = later.filter(isLink)
    if (later.length > links.length) return 'followed'
    await db.outbox.bulkDelete([seq, ...links.map((link) => link.seq)])
    if (entry.kind !== 'report') return 'done'
    await db.drafts.put({ ...draftOf(entry), ...(links[0] && { found_at: foundAt(links[0]) }) })
    await db.cases.delete(entry.case_id)
    return { draft: entry.case_id }
  })
}

function draftOf({ case_id, owner, body }: OutboxEntry): Draft {
  const { photos, observed_at, category_code, description, self_handled, location, segment_id, placed_by } = body as ReportBody
  return {
    id: case_id, owner, photos, observed_at, category_code,
    fix:
      placed_by === 'gps' && location
        ? { lon: location.lon, lat: location.lat, accuracy_m: location.accuracy_m ?? 0, heading: location.heading ?? null, at: observed_at }
        : null,
    place:
      placed_by === 'segment' && segment_id ? { placed_by, segment_id }
      : placed_by === 'map' && location ? { placed_by, lon: location.lon, lat: location.lat }
      : null,
    description: description ?? '', self_handled: self_handled ?? false, updated_at: new Date().toISOString(),
  }
}

async function change(seq: number, act: (entry: OutboxEntry) => void): Promise<void> {
  await db.outbox.where('seq').equals(seq).modify((entry) => {
    if (entry.state === 'waiting' || entry.state === 'needs_you') act(entry)
  })
}

function setGoing(entry: OutboxEntry): void {
  Object.assign(entry, { state: 'waiting', next_try_at: 0, asked_until: 0, hold_until: 0, silences: 0, problem: null, stands: null, theirs: null })
}

/** The person says: try again, now. */
export const retry = (seq: number) => change(seq, setGoing)

/** All of a person's; but where two versions stand against each other, each needs its own decision. */
export async function retryAll(owner: Id): Promise<void> {
  await db.outbox.where('[owner+state]').anyOf(unsentStates.map((state) => [owner, state])).modify((entry) => {
    const isClash = entry.state === 'needs_you' && entry.problem?.status === 409
    if (entry.state !== 'sending' && !isClash && !entry.problem?.photo) setGoing(entry)
  })
}

/** Having seen both, the person puts the move on what stands now. Under the same id: it has not happened yet. */
export const putOnTop = (seq: number, version: number) =>
  change(seq, (entry) => {
    if (entry.kind === 'cleanup') {
      const call = entry.body as CallBody
      entry.body = { ...call, json: { ...(call.json as object), version } }
      return setGoing(entry)
    }
    const isUsed = entry.problem?.code === 'action_id_reused'
    entry.body = { ...(entry.body as MoveBody), version, ...(isUsed && { action_id: crypto.randomUUID() }) }
    setGoing(entry)
  })

/** The step can no longer be made; what was said and shown with it is left as a comment. */
export const asComment = (seq: number, version: number, what: string) =>
  change(seq, (entry) => {
    const { note, photos } = entry.body as MoveBody
    const words = [what, note].filter(Boolean).join('：')
    entry.body = { action_id: crypto.randomUUID(), action: 'comment', version, note: words, ...(photos && { photos }) }
    setGoing(entry)
  })

/** Another report stands under this id: ours becomes a case of its own, and what followed on it goes along. */
export async function asNewCase(seq: number): Promise<Id | null> {
  return db.transaction('rw', db.cases, db.outbox, async () => {
    const entry = await db.outbox.get(seq)
    if (entry?.kind !== 'report' || entry.state !== 'needs_you') return null
    const id = crypto.randomUUID()
    const row = await db.cases.get(entry.case_id)
    if (row) await db.cases.delete(row.id)
    if (row) await db.cases.put({ ...row, id, version: 0, number: null })
    await afterwards(entry).modify((next) => void Object.assign(next, { case_id: id }, isLink(next) && { body: linkTo(id, foundAt(next)) }))
    await change(seq, (mine) => {
      setGoing(mine)
      Object.assign(mine, { case_id: id, is_tried: false, is_record_sent: false, photos_sent: [] })
    })
    return id
  })
}

/** The person, and never the machine, gives an entry up; with a report unknown to the server goes what followed on it. */
export async function discard(seq: number): Promise<void> {
  await db.transaction('rw', db.cases, db.outbox, async () => {
    const entry = await db.outbox.get(seq)
    if (!entry || entry.state === 'sending') return
    if (entry.kind === 'report' && !entry.is_record_sent) {
      await afterwards(entry).delete()
      await db.cases.delete(entry.case_id)
    }
    await db.outbox.delete(seq)
  })
}

export function countAfter(entry: OutboxEntry): Promise<number> {
  return afterwards(entry).count()
}

/**
 * The record has arrived, one of its photos never will: it goes on without, and the case is told,
 * with another photo in its place if there is one.
 */
export async function replacePhoto(seq: number, lost: string, photo: NamedPhoto | null, words: string): Promise<void> {
  await db.transaction('rw', db.outbox, async () => {
    const entry = await db.outbox.get(seq)
    if (!entry || entry.state !== 'needs_you' || !entry.is_record_sent) return
    await change(seq, (mine) => {
      mine.photos = mine.photos.filter((name) => name !== lost)
      setGoing(mine)
    })
    if (entry.kind === 'cleanup') return mendSite(entry, lost, photo)
    const body = {
      action_id: crypto.randomUUID(), action: 'comment' as const, version: entry.made_version ?? (entry.body as MoveBody).version,
      note: words, drop_photos: [lost], ...(photo && { photos: [photo] }),
    }
    const { title, place } = entry
    await enqueueMove(entry.owner, entry.case_id, body, { title, place, thumb_sha256: photo?.sha256 ?? null })
  })
}
