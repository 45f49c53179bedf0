/** A case written down at the desk. Its id is made here, so that sending again can never make a second one. */
import type { Id } from '@/core/api'
import type { Place } from './PlaceField.vue'

export const sources = ['hotline', 'leader', 'public', 'department', 'video', 'media'] as const
export type DeskSource = (typeof sources)[number]

export interface Entry {
  id: Id
  source: DeskSource
  category_code: string
  place: Place
  description: string
  observed_at: string
}

export function newEntry(source: DeskSource = 'hotline'): Entry {
  return {
    id: crypto.randomUUID(),
    source,
    category_code: '',
    place: { placed_by: 'map', location: null, segment_id: null },
    description: '',
    observed_at: new Date().toISOString(),
  }
}

/** Something is there that nobody wants to write twice. */
export function isBegun({ category_code, place, description }: Entry): boolean {
  return Boolean(category_code || place.location || place.segment_id || description.trim())
}

export function missing({ category_code, place }: Entry): 'kind' | 'place' | null {
  if (!category_code) return 'kind'
  return place.location || place.segment_id ? null : 'place'
}

export function bodyOf({ source, category_code, place, description, observed_at }: Entry): Record<string, unknown> {
  return {
    source,
    category_code,
    observed_at: new Date(observed_at).toISOString(),
    placed_by: place.placed_by,
    ...(place.location && { location: { ...place.location, datum: 'wgs84' } }),
    ...(place.segment_id && { segment_id: place.segment_id }),
    description: description.trim(),
  }
}
