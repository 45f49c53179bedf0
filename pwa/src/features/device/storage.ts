/** What lies on this phone, whether the browser promised to keep it, and what may go: only what the server has. */
import { db } from '@/core/db'
import { sweepPhotos } from '@/core/db/photos'

export interface Held {
  /** Photos that no server has acknowledged, or that belong to what is being written. */
  photos: number
  bytes: number
}

const OLD_MS = 14 * 24 * 3600_000

async function unsentNames(): Promise<Set<string>> {
  const written = [...(await db.drafts.toArray()), ...(await db.unfinished.toArray())].flatMap((one) => one.photos.map((photo) => photo.sha256))
  const entries = await db.outbox.where('state').notEqual('received').toArray()
  return new Set([...written, ...entries.flatMap((entry) => entry.photos)])
}

/** Everybody's on this phone: room is one for all. */
export async function heldHere(): Promise<Held> {
  const names = await unsentNames()
  const held = { photos: 0, bytes: 0 }
  // One after the other: together they may be more than the memory holds.
  await db.photos.each(({ sha256, bytes }) => {
    if (!names.has(sha256)) return
    held.photos += 1
    held.bytes += bytes.byteLength
  })
  await db.shared.each(({ bytes }) => {
    held.photos += 1
    held.bytes += bytes.byteLength
  })
  return held
}

async function bytesOfPhotos(): Promise<number> {
  let sum = 0
  await db.photos.each(({ bytes }) => void (sum += bytes.byteLength))
  return sum
}

/** Receipts that no unsent step of the same case may still build upon. */
async function dropReceipts(): Promise<void> {
  await db.transaction('rw', db.outbox, async () => {
    const busy = new Set((await db.outbox.where('state').notEqual('received').toArray()).map((entry) => entry.case_id))
    await db.outbox.where('state').equals('received').and((entry) => !busy.has(entry.case_id)).delete()
  })
}

/** Single cases looked at long ago that are nobody's work here. What every day needs stays, were it never so old: there may be no network. */
async function dropOldCases(before: number): Promise<number> {
  const needed = new Set([...(await db.held.toArray()), ...(await db.cases.toArray())].map(({ owner, id }) => `${owner}/cases/${id}`))
  const old = db.answers.filter(
    ({ owner, path, kept_at }) => /^\/cases\/[^/?]+$/.test(path) && Date.parse(kept_at) < before && !needed.has(owner + path),
  )
  let freed = 0
  await old.each((answer) => void (freed += JSON.stringify(answer.data ?? null).length))
  await old.delete()
  return freed
}

/** Lets go only of what the server has and can be asked for again; says how many bytes that were. */
export async function makeRoom(now = Date.now()): Promise<number> {
  const before = await bytesOfPhotos()
  await dropReceipts()
  await sweepPhotos(now)
  return before - (await bytesOfPhotos()) + (await dropOldCases(now - OLD_MS))
}

/** Null where the browser does not say. */
export async function isPromised(): Promise<boolean | null> {
  return (await navigator.storage?.persisted?.().catch(() => null)) ?? null
}

export async function askToKeep(): Promise<boolean | null> {
  return (await isPromised()) || ((await navigator.storage?.persist?.().catch(() => null)) ?? null)
}
