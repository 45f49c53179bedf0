/** A report from the first photo to the outbox. */
import type { CaseRow, Category, Location, ReportBody } from '@/core/api'
import { db, type Draft } from '@/core/db'
import { touchPhotos } from '@/core/db/photos'
import type { Nearest } from '@/core/geo/nearest'
import { bestFix, type Fix } from '@/core/geo/position'
import { addPhoto, bare, shotOf, type Shot } from './capture'

export function newDraft(owner: string): Draft {
  const now = new Date().toISOString()
  return {
    id: crypto.randomUUID(), owner, photos: [], observed_at: now, fix: null, place: null,
    category_code: null, description: '', self_handled: false, updated_at: now,
  }
}

/** A draft is stored with its first photo, before anything is asked: killed now, it is there next time. */
export async function startDraft(owner: string, file: Blob, given: Partial<Draft> = {}): Promise<{ draft: Draft; isMade: Promise<void> }> {
  const draft = { ...newDraft(owner), ...begun(shotOf(file)), ...given }
  const { isMade } = await addPhoto(db.drafts, draft, file, 'before')
  return { draft, isMade }
}

/** Time and place of the first photo are those of the report; one from before says nothing about here and now. */
export function begun({ at, isFresh }: Shot): Pick<Draft, 'observed_at' | 'fix' | 'is_from_before'> {
  if (!isFresh) return { observed_at: new Date().toISOString(), fix: null, is_from_before: true }
  return { observed_at: new Date(at).toISOString(), fix: bestFix(at) }
}

const FIELDS = ['observed_at', 'fix', 'place', 'category_code', 'description', 'self_handled', 'is_from_before', 'is_last_place'] as const

/** All but the photos, which come and go in transactions of their own; nothing where the draft is gone by now. */
export async function saveFields(draft: Draft): Promise<void> {
  const fields = Object.fromEntries(FIELDS.map((name) => [name, draft[name]]))
  await db.drafts.update(draft.id, JSON.parse(JSON.stringify({ ...fields, updated_at: new Date().toISOString() })) as Partial<Draft>)
}

/** Out of sight, but its photos stay a day. Answers with the way back. */
export async function dropDraft(id: string): Promise<() => Promise<void>> {
  return db.transaction('rw', db.drafts, db.photos, async () => {
    const draft = await db.drafts.get(id)
    await touchPhotos(draft?.photos.map((photo) => photo.sha256) ?? [])
    await db.drafts.delete(id)
    return async () => void (draft && (await db.drafts.put(draft)))
  })
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
    photos: draft.photos.filter((photo) => draft.self_handled || photo.role !== 'after').map(bare),
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
