/** Photos on the phone, by content. */
import { db } from '.'
import { sha256 } from './digest'
import { together } from './together'

export { sha256 }

/** Stores the bytes unchanged and answers with their name. */
export async function keepPhoto(file: Blob): Promise<string> {
  const bytes = await file.arrayBuffer()
  const name = await sha256(bytes)
  await db.photos.put({ sha256: name, bytes, type: file.type || 'application/octet-stream', kept_at: new Date().toISOString() })
  return name
}

const find = together((names: string[]) => db.photos.bulkGet(names))

/** An address for <img>; the caller revokes it. */
export async function localPhotoUrl(name: string): Promise<string | null> {
  const kept = await find(name)
  return kept ? URL.createObjectURL(new Blob([kept.bytes], { type: kept.type })) : null
}

/** What was thrown away may be wanted back, and what was stored may be named in the next moment. */
const LOOSE_KEPT_MS = 24 * 3600_000

/** Photos of what is still being written. */
async function writtenAbout(): Promise<Set<string>> {
  const open = [...(await db.drafts.toArray()), ...(await db.unfinished.toArray())]
  return new Set(open.flatMap((one) => one.photos.map((photo) => photo.sha256)))
}

/** Whether anything on this phone but what has arrived names these bytes. Within a transaction over drafts, unfinished and outbox. */
export async function isNamed(name: string): Promise<boolean> {
  const waiting = await db.outbox.filter((entry) => entry.state !== 'received' && entry.photos.includes(name)).count()
  return waiting > 0 || (await writtenAbout()).has(name)
}

/** Thrown away just now, they stay as long as anything new does. */
export async function touchPhotos(names: string[]): Promise<void> {
  const now = new Date().toISOString()
  await db.photos.where('sha256').anyOf(names).modify({ kept_at: now })
}

/** Lets go of photos that no draft and no unsent entry needs any more, unless they are of today. */
export async function sweepPhotos(now = Date.now()): Promise<void> {
  await db.transaction('rw', db.photos, db.drafts, db.unfinished, db.outbox, async () => {
    const needed = await writtenAbout()
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
  await db.transaction('rw', db.photos, db.drafts, db.unfinished, db.outbox, async () => {
    const drafted = await writtenAbout()
    for (const name of names) {
      const photo = await db.photos.get(name)
      if (!photo || drafted.has(name) || photo.kept_at > arrivedWith) continue
      const waiting = await db.outbox.where('photos').equals(name).and((entry) => entry.state !== 'received').count()
      if (waiting === 0) await db.photos.delete(name)
    }
  })
}
