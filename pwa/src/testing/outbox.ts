/** Entries as a person makes them, and what became of them. */
import type { MoveBody, ReportBody } from '@/core/api'
import { db, type Draft, type OutboxEntry } from '@/core/db'
import { keepPhoto } from '@/core/db/photos'
import { enqueueMove, enqueueReport, kick, sendFor } from '@/core/outbox'
import { row, session, whole } from './fixtures'
import type { Asked } from './server'

export const owner = session.user.id
export const label = { title: '店外经营', place: '棉纺路', thumb_sha256: null }

export function draft(id: string, photos: string[] = []): Draft {
  const named = photos.map((sha256) => ({ sha256, role: 'before' as const }))
  return { id, owner, photos: named, observed_at: '2026-11-23T06:05:00Z', fix: null, place: { placed_by: 'segment', segment_id: 's' }, category_code: '04-05', description: '', self_handled: false, updated_at: '' }
}

export async function report(id: string, photos: string[] = [], hold = 0): Promise<number> {
  const made = draft(id, photos)
  const body: ReportBody = { category_code: '04-05', observed_at: made.observed_at, placed_by: 'segment', segment_id: 's', source: 'patrol', photos: made.photos }
  await db.drafts.put(made)
  return enqueueReport(made, body, row({ id }), hold)
}

export const bodyOf = (action: MoveBody['action'], version = 4): MoveBody => ({ action_id: crypto.randomUUID(), action, version })
export const move = (action: MoveBody['action'], version = 4, id = 'case-1', more: Partial<MoveBody> = {}) =>
  enqueueMove(owner, id, { ...bodyOf(action, version), ...more }, label)

export const picture = (words: string) => keepPhoto(new Blob([words], { type: 'image/jpeg' }))
export const entries = () => db.outbox.orderBy('seq').toArray()
export const states = async () => (await entries()).map((entry) => entry.state)
export const entryOf = async (seq: number) => (await db.outbox.get(seq))!
export const set = (seq: number, changes: Partial<OutboxEntry>) => db.outbox.update(seq, changes as object)

/** What was asked of the server but for questions. */
export const sent = (asked: Asked[]) => asked.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`)
export const made = (id: string) => ({ status: 201, body: whole({ id }) })
export const gotPhoto = ({ path }: Asked) => ({ status: 201, body: { sha256: path.split('/').at(-1) } })

export async function flush(): Promise<void> {
  sendFor(owner)
  await kick()
}
