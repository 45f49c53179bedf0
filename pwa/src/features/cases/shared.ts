/** Pictures another app shared with ours become a report of the person who is here. */
import { db, type Draft, type DraftPhoto, type SharedFile } from '@/core/db'
import { bestFix } from '@/core/geo/position'
import { isPhoto } from '@/features/media/kinds'
import { BrokenPhoto, prepare, type Prepared } from '@/features/media/prepare'
import { newDraft } from './draft'

/** Older than this, where the phone is now says nothing about the picture. */
const JUST_TAKEN_MS = 2 * 60_000

export interface SharedPhoto extends SharedFile {
  url: string
  isPhoto: boolean
}

/** With addresses for <img>; the caller revokes them. */
export async function readShared(): Promise<SharedPhoto[]> {
  const files = await db.shared.toArray()
  return Promise.all(
    files.map(async (file) => {
      const blob = new Blob([file.bytes], { type: file.type })
      return { ...file, url: URL.createObjectURL(blob), isPhoto: await isPhoto(blob) }
    }),
  )
}

/** One of them ends in the middle: nobody will ever see it. */
export class BrokenShare extends Error {
  constructor(readonly seq: number) {
    super('a shared photo is broken')
  }
}

async function prepareOne({ bytes, type, seq }: SharedFile): Promise<Prepared> {
  try {
    return await prepare(new Blob([bytes], { type }))
  } catch (error) {
    throw error instanceof BrokenPhoto ? new BrokenShare(seq) : error
  }
}

function named({ sha256, original_sha256, taken_at, lon, lat }: Prepared, role: DraftPhoto['role']): DraftPhoto {
  return {
    sha256, role,
    ...(original_sha256 && { original_sha256 }),
    ...(taken_at && { taken_at, has_exif_time: true }),
    ...(lon !== null && lat !== null && { lon, lat, has_exif_place: true }),
  }
}

/** Time and place are the picture's own; the phone's only when it was taken just now. */
function place(draft: Draft, photos: Prepared[], isOurs: (lon: number, lat: number) => boolean, now: number): void {
  const times = photos.flatMap(({ taken_at }) => (taken_at && Date.parse(taken_at) <= now ? [taken_at] : [])).sort()
  draft.observed_at = times[0] ?? new Date(now).toISOString()
  const own = photos.find(({ lon, lat }) => lon !== null && lat !== null && isOurs(lon, lat))
  if (own) draft.place = { placed_by: 'map', lon: own.lon!, lat: own.lat! }
  const isFresh = times.length > 0 && now - Date.parse(times[0]!) <= JUST_TAKEN_MS
  if (isFresh) draft.fix = bestFix(now)
  else draft.is_from_before = true
}

/**
 * Photos and draft are stored and the shared files let go in one transaction: closed in the middle, nothing is lost and
 * nothing is there twice. Answers the draft's id.
 */
export async function takeShared(
  owner: string, files: SharedFile[], into: string | null, isOurs: (lon: number, lat: number) => boolean, now = Date.now(),
): Promise<string> {
  const prepared: Prepared[] = []
  for (const file of files) prepared.push(await prepareOne(file))
  return db.transaction('rw', db.photos, db.drafts, db.shared, async () => {
    const open = into === null ? undefined : await db.drafts.get(into)
    const draft = open?.owner === owner ? open : newDraft(owner)
    if (!draft.photos.length) place(draft, prepared, isOurs, now)
    for (const photo of prepared) {
      if (draft.photos.some(({ sha256 }) => sha256 === photo.sha256)) continue
      draft.photos.push(named(photo, draft.photos.some(({ role }) => role !== 'after') ? 'near' : 'before'))
    }
    const kept_at = new Date(now).toISOString()
    await db.photos.bulkPut(prepared.map(({ sha256, bytes, type }) => ({ sha256, bytes, type, kept_at })))
    await db.drafts.put({ ...draft, updated_at: kept_at })
    await db.shared.bulkDelete(files.map(({ seq }) => seq))
    return draft.id
  })
}

export async function dropShared(files: SharedFile[]): Promise<() => Promise<unknown>> {
  await db.shared.bulkDelete(files.map(({ seq }) => seq))
  return () => db.shared.bulkPut(files.map(({ seq, bytes, type, name, shared_at }) => ({ seq, bytes, type, name, shared_at })))
}
