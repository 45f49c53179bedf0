/** What a report's page does without its screen: called by tests in a page of the built app, never part of it. */
import type { Category, MoveBody, PhoneAction, WholeCase } from '@/core/api'
import { db, type Draft } from '@/core/db'
import { enqueueMove, enqueueReport } from '@/core/outbox'
import { addPhoto, bare, settled } from '@/features/cases/capture'
import { bodyOf, rowFor, saveFields, startDraft } from '@/features/cases/draft'

export interface Plan {
  owner: string
  category: Category
  description: string
  place: { lon: number; lat: number }
  is_self_handled: boolean
  /** The bytes as base64, the first is the one before. */
  photos: string[]
}

/** Every camera calls it so. */
function file(base64: string): File {
  return new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], 'image.jpg', { type: 'image/jpeg' })
}

/** From the shutter to the outbox. */
export async function report(plan: Plan): Promise<void> {
  const { draft } = await startDraft(plan.owner, file(plan.photos[0]!))
  await goOn(draft.id, plan)
}

/** A draft that was there when the app was opened again. */
export async function goOn(id: string, plan: Plan): Promise<void> {
  await complete((await db.drafts.get(id))!, plan)
}

async function complete(begun: Draft, { category, description, place, is_self_handled, photos }: Plan): Promise<void> {
  for (const one of photos.slice(begun.photos.length)) await addPhoto(db.drafts, begun, file(one), is_self_handled ? 'after' : 'near')
  await saveFields({ ...begun, category_code: category.code, description, self_handled: is_self_handled, place: { placed_by: 'map', ...place } })
  await settled(begun.id)
  const draft = (await db.drafts.get(begun.id))!
  await enqueueReport(draft, bodyOf(draft), rowFor(draft, category, null, null))
}

/** Answers with what its photos are called. */
export async function move(owner: string, whole: WholeCase, action: PhoneAction, note: string, photos: string[]): Promise<string[]> {
  const row = { id: `${owner} ${whole.id} ${action}`, owner, photos: [], reason: '', words: '', updated_at: '' }
  for (const one of photos.map(file)) await addPhoto(db.unfinished, row, one, 'after')
  await settled(row.id)
  const named = ((await db.unfinished.get(row.id))?.photos ?? []).map(bare)
  const body: MoveBody = { action_id: crypto.randomUUID(), action, version: whole.version, ...(note && { note }), ...(named.length && { photos: named }) }
  await db.transaction('rw', db.tables, async () => {
    await db.unfinished.delete(row.id)
    await enqueueMove(owner, whole.id, body, { title: whole.category_name, place: '', thumb_sha256: null })
  })
  return named.map(({ sha256 }) => sha256)
}
