/** Everything of a person that is not on the server, in a shape people and programs can read. */
import type { Id, MoveBody, NamedPhoto, ReportBody, WholeCase } from '@/core/api'
import { db, type CallBody, type Draft, type OutboxEntry } from '@/core/db'

export interface Item {
  folder: string
  kind: 'report' | 'move' | 'cleanup' | 'draft'
  act: string
  title: string
  place: string
  at: string
  words: string
  state: string
  /** Why it is not there yet. */
  problem: OutboxEntry['problem']
  photos: NamedPhoto[]
  /** The case's, as the office knows it; empty where the phone has not heard it. */
  number: string
  /** Everything, as it would be sent. */
  record: unknown
}

/** From what of the case lies on this phone, newest first. */
export async function numberOf({ owner, case_id, stands }: OutboxEntry): Promise<string> {
  if (stands?.number) return stands.number
  const answer = await db.answers.get([owner, `/cases/${case_id}`])
  const known = [answer?.data as WholeCase | undefined, await db.held.get([owner, case_id]), await db.cases.get(case_id)]
  return known.find((one) => one?.number)?.number ?? ''
}

export function itemOfEntry(entry: OutboxEntry, folder: string, number = ''): Item {
  const body = entry.body as ReportBody & MoveBody & CallBody
  const { kind, title, place, state, problem, created_at, case_id, photos_sent, is_record_sent } = entry
  return {
    folder, kind, title, place, state, problem, number, at: created_at,
    act: kind === 'move' ? body.action : kind,
    words: body.description ?? body.note ?? body.words ?? '',
    photos: body.photos ?? [],
    record: { kind, case_id, number: number || null, created_at, state, problem, is_record_sent, photos_sent, body },
  }
}

export function itemOfDraft(draft: Draft, title: string, folder: string): Item {
  const { photos, description, observed_at } = draft
  return { folder, kind: 'draft', act: 'report', title, place: '', number: '', at: observed_at, words: description, state: 'draft', problem: null, photos, record: { kind: 'draft', ...draft } }
}

/** What there is, by number only: rows are read one at a time when their turn comes. */
export async function listUnsent(owner: Id): Promise<{ seqs: number[]; drafts: Id[] }> {
  const states = (['waiting', 'sending', 'needs_you'] as const).map((state) => [owner, state])
  const seqs = (await db.outbox.where('[owner+state]').anyOf(states).primaryKeys()).sort((a, b) => a - b)
  return { seqs, drafts: await db.drafts.where('owner').equals(owner).primaryKeys() }
}
