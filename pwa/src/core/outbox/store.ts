/** Writing to the outbox: what the person did and its entry stand together or not at all. */
import type { CaseRow, Id, MoveBody, ReportBody } from '@/core/api'
import { db, type Draft, type OutboxEntry } from '@/core/db'

type Label = Pick<OutboxEntry, 'title' | 'place' | 'thumb_sha256'>

function newEntry(owner: Id, caseId: Id, label: Label): Omit<OutboxEntry, 'seq' | 'kind' | 'body' | 'photos'> {
  return {
    ...label,
    id: crypto.randomUUID(),
    owner,
    case_id: caseId,
    photos_sent: [],
    is_record_sent: false,
    follows: false,
    state: 'waiting',
    attempts: 0,
    next_try_at: 0,
    problem: null,
    created_at: new Date().toISOString(),
    received_at: null,
  }
}

/** The draft becomes a case and an entry; its id is the case's. */
export async function enqueueReport(draft: Draft, body: ReportBody, row: CaseRow): Promise<void> {
  const label = { title: row.category_name, place: row.segment_name ?? '', thumb_sha256: row.thumb_sha256 }
  const entry = {
    ...newEntry(draft.owner, draft.id, label),
    kind: 'report' as const,
    body,
    photos: body.photos.map((photo) => photo.sha256),
  }
  await db.transaction('rw', db.cases, db.outbox, db.drafts, async () => {
    await db.cases.put({ ...row, owner: draft.owner })
    await db.outbox.add(entry as OutboxEntry)
    await db.drafts.delete(draft.id)
  })
}

export async function enqueueMove(owner: Id, caseId: Id, body: MoveBody, label: Label): Promise<void> {
  await db.transaction('rw', db.outbox, async () => {
    const earlier = await db.outbox.where('case_id').equals(caseId).and((entry) => entry.owner === owner && entry.state !== 'received').count()
    await db.outbox.add({
      ...newEntry(owner, caseId, label),
      kind: 'move',
      body,
      photos: (body.photos ?? []).map((photo) => photo.sha256),
      follows: earlier > 0,
    } as OutboxEntry)
  })
}

/** Takes a report back that has not left yet: it is a draft again, and its id is answered. Null when it is too late. */
export async function takeBack(seq: number): Promise<Id | null> {
  return db.transaction('rw', db.cases, db.outbox, db.drafts, async () => {
    const entry = await db.outbox.get(seq)
    if (!entry || !mayTakeBack(entry)) return null
    await db.drafts.put(draftOf(entry))
    await db.cases.delete(entry.case_id)
    await db.outbox.delete(seq)
    return entry.case_id
  })
}

/** Once tried without an answer it may be on the server; changed, it would clash with itself there. */
export function mayTakeBack({ kind, is_record_sent, state, attempts, problem }: OutboxEntry): boolean {
  if (kind !== 'report' || is_record_sent) return false
  return state === 'needs_you' ? problem?.status !== 409 : state === 'waiting' && attempts === 0
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

/** The person says: try again. A move may be put on the version that stands now. */
export async function retry(seq: number, version?: number): Promise<void> {
  await db.outbox.where('seq').equals(seq).modify((entry) => {
    if (entry.state === 'received') return
    entry.state = 'waiting'
    entry.attempts = 0
    entry.next_try_at = 0
    entry.problem = null
    if (version !== undefined && entry.kind === 'move') entry.body = { ...(entry.body as MoveBody), version }
  })
}

/** The person, and never the machine, gives an entry up. */
export async function discard(seq: number): Promise<void> {
  await db.transaction('rw', db.cases, db.outbox, async () => {
    const entry = await db.outbox.get(seq)
    if (entry?.kind === 'report' && !entry.is_record_sent) await db.cases.delete(entry.case_id)
    await db.outbox.delete(seq)
  })
}

/** The next to send: oldest first, but never past an unsent entry of the same case. */
export async function nextEntry(owner: Id, now: number): Promise<OutboxEntry | null> {
  const held = new Set<Id>()
  const open = await db.outbox.where('owner').equals(owner).and((entry) => entry.state !== 'received').sortBy('seq')
  for (const entry of open) {
    if (entry.state !== 'needs_you' && entry.next_try_at <= now && !held.has(entry.case_id)) return entry
    held.add(entry.case_id)
  }
  return null
}

/** When the first waiting entry may be tried again; null when none waits. */
export async function nextTry(owner: Id): Promise<number | null> {
  const waiting = await db.outbox.where('owner').equals(owner).and((e) => e.state === 'waiting' || e.state === 'sending').toArray()
  return waiting.length ? Math.min(...waiting.map((entry) => entry.next_try_at)) : null
}
