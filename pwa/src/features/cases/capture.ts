/** A photo becomes part of a report or a move: its untouched bytes first of all, the smaller copy in their place once it is made. */
import type { EntityTable } from 'dexie'
import type { Id, PhotoRole } from '@/core/api'
import { db, type Draft, type DraftPhoto, type UnfinishedMove } from '@/core/db'
import { sha256 } from '@/core/db/digest'
import { isNamed, sweepPhotos, touchPhotos } from '@/core/db/photos'
import { isOutOfRoom, useReserve } from '@/core/db/room'
import { bestFix } from '@/core/geo/position'
import { BrokenPhoto, prepare, type Prepared } from '@/features/media/prepare'
import { askWorker } from '@/features/media/workshop'

/** A file older than this comes from the album: where the phone is now says nothing about it. */
const JUST_TAKEN_MS = 2 * 60_000
/** A position less exact than this says nothing about where a photo was taken that the report does not say. */
const EXACT_M = 100

type Holder = Draft | UnfinishedMove
/** Where the holder of the photos stands; both tables hold rows of the same make. */
export type Shelf<T extends Holder> = EntityTable<T, 'id'>

export class SamePhoto extends Error {
  override name = 'SamePhoto'
}

export interface Shot {
  /** The moment of the shutter, in milliseconds. */
  at: number
  isFresh: boolean
}

/**
 * A file from the system's camera says itself when it was written; the way back from the camera app may take twenty
 * seconds. A picture from the finder in the page is of the moment it was asked for.
 */
export function shotOf(file: Blob, now = Date.now()): Shot {
  const at = file instanceof File ? Math.min(file.lastModified, now) : now
  return { at, isFresh: now - at <= JUST_TAKEN_MS }
}

/** What the phone knows itself about a photo just taken; marked as its own word, not the camera's. */
function notesOf({ at, isFresh }: Shot): Partial<DraftPhoto> {
  const fix = isFresh ? bestFix(at) : null
  return {
    ...(isFresh && { taken_at: new Date(at).toISOString(), has_exif_time: false }),
    ...(fix && fix.accuracy_m <= EXACT_M && { lon: fix.lon, lat: fix.lat, has_exif_place: false }),
  }
}

/** Bytes and the row that names them are stored together or not at all. Answers when both are; `isMade` follows. */
export async function addPhoto<T extends Holder>(shelf: Shelf<T>, empty: T, file: Blob, role: PhotoRole): Promise<{ isMade: Promise<void> }> {
  const said = { role, ...notesOf(shotOf(file)) }
  const store = () => storeThere(shelf, plain(empty), file, said)
  const name = await store().catch(async (error: unknown) => {
    if (!isOutOfRoom(error)) throw error
    // What has long arrived may still lie about, and some room was set aside for this very photo.
    await sweepPhotos()
    await useReserve()
    return store()
  })
  return { isMade: make(shelf, empty.id, name, file) }
}

type Said = Omit<DraftPhoto, 'sha256'>

/** In the worker, which spares the page the copying; here where there is none or it does not answer. */
async function storeThere<T extends Holder>(shelf: Shelf<T>, empty: T, file: Blob, said: Said): Promise<string> {
  const done = await askWorker({ keeping: { shelf: shelf.name, empty, file, said } })
  if (done && 'failed' in done && done.failed === 'full') throw Object.assign(new Error('no room'), { name: 'QuotaExceededError' })
  if (!done || !('kept' in done)) return storeHere(shelf, empty, file, said, done === null)
  if (done.kept.isSame) throw new SamePhoto()
  // Lists that watch the table hear only of what is written through it.
  await shelf.where('id').equals(empty.id as never).modify((row) => void (row.updated_at = new Date().toISOString()))
  return done.kept.name
}

/** `isDoubtful`: the worker fell silent over it and may have stored it all the same. */
async function storeHere<T extends Holder>(shelf: Shelf<T>, empty: T, file: Blob, said: Said, isDoubtful: boolean): Promise<string> {
  const bytes = await file.arrayBuffer()
  const name = await sha256(bytes)
  await db.transaction('rw', db.photos, shelf, async () => {
    const row = (await shelf.get(empty.id as never)) ?? empty
    const same = row.photos.find((photo) => photo.sha256 === name || photo.original_sha256 === name)
    if (same?.is_raw && isDoubtful) return
    if (same) throw new SamePhoto()
    await db.photos.put({ sha256: name, bytes, type: file.type || 'application/octet-stream', kept_at: new Date().toISOString() })
    await shelf.put(plain({ ...row, photos: [...row.photos, { sha256: name, ...said, is_raw: true }], updated_at: new Date().toISOString() }))
  })
  return name
}

const making = new Map<string, Promise<void>>()

/** Makes the smaller copy, once, however many ask; from the file, or from what is kept of it. */
function make<T extends Holder>(shelf: Shelf<T>, id: Id, raw: string, file: Blob | null = null): Promise<void> {
  const key = `${id} ${raw}`
  const begun = making.get(key) ?? replace(shelf, id, raw, file).finally(() => making.delete(key))
  making.set(key, begun)
  begun.catch(() => undefined)
  return begun
}

async function replace<T extends Holder>(shelf: Shelf<T>, id: Id, raw: string, file: Blob | null): Promise<void> {
  const source = file ?? (await keptFile(raw))
  if (!source) return
  try {
    await swap(shelf, id, raw, await prepare(source))
  } catch (error) {
    // Anything else, such as no room for a second copy for a moment: the untouched bytes go up.
    if (!(error instanceof BrokenPhoto)) return
    await takeOut(shelf, id, raw)
    await shelf.where('id').equals(id as never).and(isBlank).delete()
    throw error
  }
}

/** Begun with a photo that was none: there is nothing to go on with. */
function isBlank(row: Holder): boolean {
  const { category_code, description, reason, words } = row as Partial<Draft & UnfinishedMove>
  return !row.photos.length && !category_code && !description && !reason && !words
}

async function keptFile(name: string): Promise<Blob | null> {
  const kept = await db.photos.get(name)
  return kept ? new Blob([kept.bytes], { type: kept.type }) : null
}

/** In one transaction: whoever reads the row finds the photo it names. Sent or thrown away meanwhile, it stays as it went. */
async function swap<T extends Holder>(shelf: Shelf<T>, id: Id, raw: string, made: Prepared): Promise<void> {
  await db.transaction('rw', db.photos, db.drafts, db.unfinished, db.outbox, async () => {
    const row = await shelf.get(id as never)
    if (!row?.photos.some((photo) => photo.sha256 === raw && photo.is_raw)) return
    const photos = row.photos.map((photo) => (photo.sha256 === raw ? named(photo, made) : photo))
    await shelf.put(plain({ ...row, photos }))
    if (made.sha256 === raw) return
    if (!(await isNamed(raw))) await db.photos.delete(raw)
    await db.photos.put({ sha256: made.sha256, bytes: made.bytes, type: made.type, kept_at: new Date().toISOString() })
  })
}

/** What the picture says itself goes before what the phone knows. */
function named(photo: DraftPhoto, { sha256: name, original_sha256, taken_at, lon, lat }: Prepared): DraftPhoto {
  return {
    ...bare(photo),
    sha256: name,
    ...(original_sha256 && { original_sha256 }),
    ...(taken_at && { taken_at, has_exif_time: true }),
    ...(lon !== null && lat !== null && { lon, lat, has_exif_place: true }),
  }
}

/** The row without the photo; its bytes stay a day, in case it is wanted back. Answers with what was taken out. */
export async function takeOut<T extends Holder>(shelf: Shelf<T>, id: Id, name: string): Promise<DraftPhoto | null> {
  return db.transaction('rw', db.photos, shelf, async () => {
    const row = await shelf.get(id as never)
    const gone = row?.photos.find((photo) => photo.sha256 === name)
    if (!row || !gone) return null
    await touchPhotos([name])
    await shelf.put(plain({ ...row, photos: row.photos.filter((photo) => photo !== gone) }))
    return gone
  })
}

export async function putBack<T extends Holder>(shelf: Shelf<T>, id: Id, photo: DraftPhoto): Promise<void> {
  await shelf.where('id').equals(id as never).modify((row) => void row.photos.push(photo))
}

/** Killed while the smaller copy was being made: made now. */
export function takeUp<T extends Holder>(shelf: Shelf<T>, row: T): Promise<unknown> {
  return Promise.allSettled(row.photos.filter((photo) => photo.is_raw).map((photo) => make(shelf, row.id, photo.sha256)))
}

/** Waits for smaller copies under way, but not for ever: what is not made in time goes up as it is. */
export async function settled(id: Id, ms = 3000): Promise<void> {
  const open = [...making].filter(([key]) => key.startsWith(`${id} `)).map(([, begun]) => begun)
  if (!open.length) return
  await Promise.race([Promise.allSettled(open), new Promise((resolve) => setTimeout(resolve, ms))])
}

/** As it goes to the server. */
export function bare(photo: DraftPhoto): DraftPhoto {
  const named = { ...photo }
  delete named.is_raw
  return named
}

const plain = <T>(row: T): T => JSON.parse(JSON.stringify(row)) as T
