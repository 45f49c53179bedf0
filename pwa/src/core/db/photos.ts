/** Photos on the phone, by content. */
import { db } from '.'
import { sha256 } from './digest'

export { sha256 }

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

/** A photo of a move still being written stands in no table yet. */
const LOOSE_KEPT_MS = 24 * 3600_000

/** Lets go of photos that no draft and no unsent entry needs any more, unless they are of today. */
export async function sweepPhotos(now = Date.now()): Promise<void> {
  await db.transaction('rw', db.photos, db.drafts, db.outbox, async () => {
    const needed = new Set<string>()
    await db.drafts.each((draft) => draft.photos.forEach((photo) => needed.add(photo.sha256)))
    await db.outbox.where('state').notEqual('received').each((entry) => entry.photos.forEach((name) => needed.add(name)))
    const held = (await db.photos.toCollection().primaryKeys()) as string[]
    for (const name of held.filter((one) => !needed.has(one))) {
      const photo = await db.photos.get(name)
      if (photo && Date.parse(photo.kept_at) < now - LOOSE_KEPT_MS) await db.photos.delete(name)
    }
  })
}

/** Lets go of photos that have arrived, but for those another entry or a draft names, or that were taken up again since. */
export async function releasePhotos(names: string[], arrivedWith: string): Promise<void> {
  await db.transaction('rw', db.photos, db.drafts, db.outbox, async () => {
    const drafted = new Set((await db.drafts.toArray()).flatMap((draft) => draft.photos.map((photo) => photo.sha256)))
    for (const name of names) {
      const photo = await db.photos.get(name)
      if (!photo || drafted.has(name) || photo.kept_at > arrivedWith) continue
      const waiting = await db.outbox.where('photos').equals(name).and((entry) => entry.state !== 'received').count()
      if (waiting === 0) await db.photos.delete(name)
    }
  })
}
