/** Smaller sizes of cases' photos, by content, for the time without a network. What is unsent lies elsewhere. */
import type { Id } from '@/core/api'
import { db, type KeptPicture } from '.'
import { together } from './together'

export type Size = KeptPicture['size']
/** Some two hundred photos as large as a screen. */
export const ROOM_BYTES = 60 * 1024 * 1024
const DAY_MS = 24 * 3600_000

export async function hasPicture(owner: Id, sha256: string, size: Size): Promise<boolean> {
  return (await db.pictures.where('[owner+sha256+size]').equals([owner, sha256, size]).count()) > 0
}

let shownTo: Id = ''

/** Whose pictures this screen shows: what was kept for one person is never shown to another. */
export function showPicturesTo(owner: Id): void {
  shownTo = owner
}

const find = together((keys: [Id, string, Size][]) => db.pictures.bulkGet(keys))

/** An address for <img>, of the size wanted or else of the other; the caller revokes it. */
export async function keptPictureUrl(sha256: string, size: Size): Promise<{ url: string; isWanted: boolean } | null> {
  const owner = shownTo
  const wanted = await find([owner, sha256, size])
  const kept = wanted ?? (await find([owner, sha256, size === 'thumb' ? 'screen' : 'thumb']))
  if (!kept) return null
  if (Date.parse(kept.used_at) < Date.now() - DAY_MS) void noteUse(kept)
  const url = URL.createObjectURL(new Blob([kept.bytes], { type: 'image/jpeg' }))
  // A larger one does for a smaller.
  return { url, isWanted: wanted !== undefined || size === 'thumb' }
}

/** Once a day is enough to tell what nobody looks at. */
async function noteUse({ owner, sha256, size }: KeptPicture): Promise<void> {
  await db.pictures.update([owner, sha256, size], { used_at: new Date().toISOString() }).catch(() => undefined)
}

export async function keepPicture(picture: Pick<KeptPicture, 'owner' | 'case_id' | 'sha256' | 'size' | 'bytes'>): Promise<void> {
  await db.pictures.put({ ...picture, byte_size: picture.bytes.byteLength, used_at: new Date().toISOString() })
}

/** Lets go of what was looked at longest ago. Reads keys alone, no picture. */
export async function makeRoom(owner: Id, room = ROOM_BYTES): Promise<void> {
  await db.transaction('rw', db.pictures, async () => {
    const inOrder = () => db.pictures.where('[owner+used_at+byte_size]').between([owner], [owner, []])
    const sizes = ((await inOrder().keys()) as unknown as [Id, string, number][]).map(([, , bytes]) => bytes)
    const names = await inOrder().primaryKeys()
    let excess = sizes.reduce((sum, bytes) => sum + bytes, 0) - room
    const leaving = names.filter((_, i) => {
      const goes = excess > 0
      if (goes) excess -= sizes[i]!
      return goes
    })
    await db.pictures.bulkDelete(leaving)
  })
}
