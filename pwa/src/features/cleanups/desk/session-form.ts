/** A session while it is being written: made ahead, entered afterwards, or changed. Ids are made here, so that sending again makes nothing twice. */
import type { Id, SegmentFeature } from '@/core/api'
import type { Site, SitePerson, WholeSession } from './types'

export interface SiteForm {
  id: Id
  name: string
  segment_id: Id | null
  /** The key area of this road: its watched segments. */
  road_id: Id | null
  location: { lon: number; lat: number } | null
  lead: SitePerson | null
  helpers: SitePerson[]
  /** How many are expected, by category. */
  planned: Record<string, number>
}

export interface SessionForm {
  series_id: Id
  held_on: string
  /** The day of the plan it stands for, where that is another. */
  planned_on: string | null
  starts_at: string
  ends_at: string
  note: string
  sites: SiteForm[]
}

export function newForm(series_id: Id, on: string): SessionForm {
  return { series_id, held_on: on, planned_on: on, starts_at: '', ends_at: '', note: '', sites: [] }
}

function siteForm({ id, name, segment_id, road_id, location, lead, helpers, planned }: Site): SiteForm {
  const point = location && { lon: location.lon, lat: location.lat }
  return { id, name, segment_id, road_id, location: point, lead, helpers: [...helpers], planned: { ...planned } }
}

export function formOf(whole: WholeSession): SessionForm {
  const { series_id, held_on, planned_on, starts_at, ends_at, note, sites } = whole
  const standing = sites.filter(({ is_withdrawn }) => !is_withdrawn).map(siteForm)
  return { series_id, held_on, planned_on, starts_at: starts_at ?? '', ends_at: ends_at ?? '', note, sites: standing }
}

/** Sites taken out of the plan where something was counted all the same; each can come back as it was. */
export const withdrawnOf = ({ sites }: WholeSession): SiteForm[] => sites.filter(({ is_withdrawn }) => is_withdrawn).map(siteForm)

/** Times, places, people and plan of the time before, as sites of another session. */
export function copyInto(form: SessionForm, last: WholeSession): SessionForm {
  const before = formOf(last)
  const sites = before.sites.map((one) => ({ ...one, id: crypto.randomUUID() }))
  return { ...form, starts_at: form.starts_at || before.starts_at, ends_at: form.ends_at || before.ends_at, sites: [...form.sites, ...sites] }
}

const newSite = (over: Partial<SiteForm>): SiteForm => ({
  id: crypto.randomUUID(), name: '', segment_id: null, road_id: null, location: null, lead: null, helpers: [], planned: {}, ...over,
})
export const siteOnSegment = ({ id, properties }: SegmentFeature): SiteForm => newSite({ name: properties.name, segment_id: id })
export const siteOfRoad = (id: Id, name: string): SiteForm => newSite({ name, road_id: id })
export const siteAtPoint = (lon: number, lat: number, name = ''): SiteForm => newSite({ name, location: { lon, lat } })

export type Lack = 'series' | 'day' | 'times' | 'name' | null

/** The first thing without which the server would say no. */
export function lackOf({ series_id, held_on, starts_at, ends_at, sites }: SessionForm): Lack {
  if (!series_id) return 'series'
  if (!/^\d{4}-\d\d-\d\d$/.test(held_on)) return 'day'
  if (starts_at && ends_at && ends_at <= starts_at) return 'times'
  return sites.every(({ name }) => name.trim()) ? null : 'name'
}

/** For `PUT /cleanup-sessions/{id}`; `version` is the one seen, none for a new one. */
export function bodyOf({ series_id, held_on, planned_on, starts_at, ends_at, note, sites }: SessionForm, version?: number): Record<string, unknown> {
  return {
    series_id,
    held_on,
    ...(planned_on && planned_on !== held_on && { planned_on }),
    starts_at: starts_at || null,
    ends_at: ends_at || null,
    note: note.trim(),
    sites: sites.map(siteBody),
    ...(version !== undefined && { version }),
  }
}

function siteBody({ id, name, segment_id, road_id, location, lead, helpers, planned }: SiteForm): Record<string, unknown> {
  return {
    id,
    name: name.trim(),
    ...(segment_id && { segment_id }),
    ...(road_id && { road_id }),
    ...(location && { location: { ...location, datum: 'wgs84' } }),
    lead_id: lead?.id ?? null,
    helper_ids: helpers.map((one) => one.id).filter((id) => id !== lead?.id),
    planned: Object.fromEntries(Object.entries(planned).filter(([, n]) => n > 0)),
  }
}

/** A copy that shares nothing; forms are plain JSON, also where the screen has wrapped them. */
export const copyOf = <T>(form: T): T => JSON.parse(JSON.stringify(form)) as T
