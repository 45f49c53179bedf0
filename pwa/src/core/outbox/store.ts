/** Writing to the outbox: what the person did and its entry stand together or not at all. */
import type { CaseRow, Id, MoveBody, ReportBody } from '@/core/api'
import { db, type Draft, type FoundAt, type OutboxEntry, type Saw } from '@/core/db'
import { linkTo } from './calls'
import { newEntry, namesOf, type Label } from './entry'
import { UNDO_MS } from './rules'

/** The draft becomes a case and an entry; its id is the case's. Answers the entry's number. */
export async function enqueueReport(draft: Draft, body: ReportBody, row: CaseRow, hold = UNDO_MS): Promise<number> {
  const label = { title: row.category_name, place: row.segment_name ?? '', thumb_sha256: row.thumb_sha256 }
  const entry = { ...newEntry(draft.owner, draft.id, label, hold), kind: 'report', body, photos: namesOf(body) }
  return db.transaction('rw', db.cases, db.outbox, db.drafts, async () => {
    await db.cases.put({ ...row, owner: draft.owner })
    const seq = await db.outbox.add(entry as OutboxEntry)
    if (draft.found_at) await db.outbox.add(linkOf(draft, draft.found_at, label))
    await db.drafts.delete(draft.id)
    return seq
  })
}

/** In the lane of the case: it leaves when the report has arrived. */
function linkOf({ owner, id }: Draft, found: FoundAt, { title, thumb_sha256 }: Label): OutboxEntry {
  const label = { title, place: found.name, thumb_sha256 }
  return { ...newEntry(owner, id, label, 0), kind: 'cleanup', body: linkTo(id, found), photos: [], follows: true } as Omit<OutboxEntry, 'seq'> as OutboxEntry
}

/** A move on a case, be the case's own report still on the phone. Answers the entry's number. */
export async function enqueueMove(owner: Id, caseId: Id, body: MoveBody, label: Label, { hold = 0, saw }: { hold?: number; saw?: Saw } = {}): Promise<number> {
  return db.transaction('rw', db.outbox, async () => {
    const mine = await db.outbox.where('case_id').equals(caseId).and((entry) => entry.owner === owner).sortBy('seq')
    const before = mine.at(-1)
    if (before && isSameAct(before, body)) return before.seq
    return db.outbox.add({
      ...newEntry(owner, caseId, label, hold),
      kind: 'move',
      body: { ...body, version: onOwn(mine, body.version) },
      photos: namesOf(body),
      follows: mine.some((entry) => entry.state !== 'received'),
      ...(saw && { saw }),
    } as OutboxEntry)
  })
}

/** These may be meant twice in the same words, but not within one breath. */
const repeatable = new Set<string>(['comment', 'sight', 'move'])
const BREATH_MS = 5000

const contentOf = (body: MoveBody) => JSON.stringify({ ...body, action_id: '', version: 0 })

/** A second tap, not a second decision: nothing is dropped that says or shows anything else. */
function isSameAct({ kind, state, body, created_at }: OutboxEntry, next: MoveBody): boolean {
  if (kind !== 'move' || (state !== 'waiting' && state !== 'sending') || contentOf(body as MoveBody) !== contentOf(next)) return false
  return !repeatable.has(next.action) || Math.abs(Date.now() - Date.parse(created_at)) < BREATH_MS
}

/** A screen may still show the version before one's own last move: nobody else's lies between, so it goes on top. */
function onOwn(mine: OutboxEntry[], version: number): number {
  return mine.reduce((seen, { body, made_version }) => ((body as MoveBody).version === seen && made_version === seen + 1 ? made_version : seen), version)
}
