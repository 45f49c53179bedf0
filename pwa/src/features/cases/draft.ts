/** A report from the first photo to the outbox. */
import type { CaseRow, Category, Location, PhotoRole, ReportBody } from '@/core/api'
import { db, type Draft, type DraftPhoto } from '@/core/db'
import { keepPhoto } from '@/core/db/photos'
import { bestFix, type Fix } from '@/core/geo/position'
import type { Nearest } from '@/core/geo/nearest'

/** A file older than this comes from the album: where the phone is now says nothing about it. */
const JUST_TAKEN_MS = 2 * 60_000

export function newDraft(owner: string): Draft {
  const now = new Date().toISOString()
  return {
    id: crypto.randomUUID(), owner, photos: [], observed_at: now, fix: null, place: null,
    category_code: null, description: '', self_handled: false, updated_at: now,
  }
}

/** Keeps the bytes, then names them; the fix of this moment goes with a photo taken at this moment. */
export async function namePhoto(file: Blob, role: PhotoRole, now = Date.now()): Promise<DraftPhoto> {
  const taken = file instanceof File ? file.lastModified : now
  const isFresh = Math.abs(now - taken) <= JUST_TAKEN_MS
  const fix = isFresh ? bestFix(now) : null
  return {
    sha256: await keepPhoto(file),
    role,
    ...(isFresh && { taken_at: new Date(taken).toISOString() }),
    ...(fix && { lon: fix.lon, lat: fix.lat }),
  }
}

/** The draft is stored before anything is asked: killed now, it is there next time. */
export async function startDraft(owner: string, file: Blob): Promise<Draft> {
  const draft = newDraft(owner)
  draft.fix = bestFix()
  draft.photos = [await namePhoto(file, 'before')]
  await saveDraft(draft)
  return draft
}

export async function saveDraft(draft: Draft): Promise<void> {
  await db.drafts.put(JSON.parse(JSON.stringify({ ...draft, updated_at: new Date().toISOString() })) as Draft)
}

function locationOf(fix: Fix): Location {
  const { lon, lat, accuracy_m, heading } = fix
  return { lon, lat, accuracy_m, datum: 'wgs84', ...(heading !== null && { heading }) }
}

function placeOf({ place, fix }: Draft): Pick<ReportBody, 'placed_by' | 'location' | 'segment_id'> | null {
  if (place?.placed_by === 'map') return { placed_by: 'map', location: { lon: place.lon, lat: place.lat, datum: 'wgs84' } }
  if (place) return place
  return fix && { placed_by: 'gps', location: locationOf(fix) }
}

export type Lack = 'photo' | 'category' | 'place' | 'after'

/** What the report still needs, the first thing first. */
export function lackOf(draft: Draft): Lack | null {
  if (!draft.photos.some((photo) => photo.role !== 'after')) return 'photo'
  if (!draft.category_code) return 'category'
  if (!placeOf(draft)) return 'place'
  if (draft.self_handled && !draft.photos.some((photo) => photo.role === 'after')) return 'after'
  return null
}

export function bodyOf(draft: Draft): ReportBody {
  const words = draft.description.trim()
  return {
    category_code: draft.category_code!,
    observed_at: draft.observed_at,
    ...placeOf(draft)!,
    source: 'patrol',
    ...(words && { description: words }),
    ...(draft.self_handled && { self_handled: true }),
    // An after photo left over from a changed mind is no part of the report.
    photos: draft.photos.filter((photo) => draft.self_handled || photo.role !== 'after').map((photo) => ({ ...photo })),
  }
}

/** The report as lists show it until the server does. */
export function rowFor(draft: Draft, category: Category, segment: { id: string; name: string } | null, near: Nearest | null): CaseRow {
  const point = draft.place?.placed_by === 'map' ? draft.place : draft.place ? null : draft.fix
  return {
    id: draft.id, number: null, status: draft.self_handled ? 'handled' : 'reported',
    category_code: category.code, category_name: category.name,
    segment_id: segment?.id ?? null, segment_name: segment?.name ?? null, side: near?.side ?? null, unit_id: '',
    due_at: null, light: null, observed_at: draft.observed_at, received_at: draft.observed_at,
    reporter_id: draft.owner, department_id: null, assignee_id: null, self_handled: draft.self_handled, version: 0,
    description: draft.description.trim(), lon: point?.lon ?? null, lat: point?.lat ?? null,
    thumb_sha256: draft.photos[0]?.sha256 ?? null, unread: false,
    updated_at: draft.observed_at, department_name: null, handler_id: null, source: 'patrol', last_event: { action: 'report', note: '', at: draft.observed_at },
  }
}
