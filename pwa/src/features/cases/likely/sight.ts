/** A report that turned out to be of an open case becomes a sighting of it: draft and move change places in one transaction. */
import type { DuplicateRow, MoveBody } from '@/core/api'
import { db, type Draft } from '@/core/db'
import { touchPhotos } from '@/core/db/photos'
import { enqueueMove, UNDO_MS } from '@/core/outbox'
import { bare } from '../capture'

/** What is said and shown goes along; of the pictures none is "before" any more. Answers the entry's number and the draft as it was. */
export function sightInstead(draft: Draft, twin: DuplicateRow, still: string, between: string): Promise<{ seq: number; before: Draft }> {
  return db.transaction('rw', db.tables, async () => {
    // As it stands in the store: a smaller copy may have taken a photo's place this very moment.
    const before = (await db.drafts.get(draft.id)) ?? (JSON.parse(JSON.stringify(draft)) as Draft)
    const shown = before.photos.filter(({ role }) => role !== 'after').map((photo) => ({ ...bare(photo), role: 'near' as const }))
    const note = [still, before.description.trim()].filter(Boolean).join(between)
    const body: MoveBody = { action_id: crypto.randomUUID(), action: 'sight', version: twin.version, note, photos: shown }
    const label = { title: twin.category_name, place: twin.segment_name ?? '', thumb_sha256: shown[0]?.sha256 ?? null }
    const seq = await enqueueMove(draft.owner, twin.id, body, label, { hold: UNDO_MS })
    // Taken back, the report wants its photos again, an after photo among them that no sighting names.
    await touchPhotos(before.photos.map(({ sha256 }) => sha256))
    await db.drafts.delete(draft.id)
    return { seq, before }
  })
}
