/** Photos on the phone, by content. */
import { db } from '.'

export async function sha256(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Stores the bytes unchanged and answers with their name. */
export async function keepPhoto(file: Blob): Promise<string> {
  const bytes = await file.arrayBuffer()
  const name = await sha256(bytes)
  await db.photos.put({ sha256: name, bytes, type: file.type || 'application/octet-stream', kept_at: new Date().toISOString() })
  return name
}

/** An address for <img>; the caller revokes it. */
export async function localPhotoUrl(name: string): Promise<string | null> {
  const kept = await db.photos.get(name)
  return kept ? URL.createObjectURL(new Blob([kept.bytes], { type: kept.type })) : null
}

/** Lets go of photos that no draft and no unsent entry needs any more. */
export async function sweepPhotos(): Promise<void> {
  await db.transaction('rw', db.photos, db.drafts, db.outbox, async () => {
    const needed = new Set<string>()
    await db.drafts.each((draft) => draft.photos.forEach((photo) => needed.add(photo.sha256)))
    await db.outbox.where('state').notEqual('received').each((entry) => entry.photos.forEach((name) => needed.add(name)))
    const held = (await db.photos.toCollection().primaryKeys()) as string[]
    await db.photos.bulkDelete(held.filter((name) => !needed.has(name)))
  })
}
