/** Open cases that a report being written may repeat; asked only where an answer can be had, and silence is no trouble. */
import { get, query, type DuplicateRow } from '@/core/api'
import type { Draft } from '@/core/db'
import { line } from '@/core/outbox'

/** A street is not waited for longer than this. */
const PATIENCE_MS = 4000

/** What is asked, as a path; null where nothing can be asked yet or nothing would follow from the answer. */
export function pathFor({ category_code, place, fix, observed_at, self_handled, found_at }: Draft): string | null {
  if (!category_code || self_handled || found_at) return null
  const point = place?.placed_by === 'map' ? place : place ? null : fix
  const segment_id = place?.placed_by === 'segment' ? place.segment_id : null
  if (!point && !segment_id) return null
  // Five decimals are a metre: a position that trembles is not asked about anew.
  const at = point && { lon: point.lon.toFixed(5), lat: point.lat.toFixed(5) }
  return `/cases/duplicates${query({ category_code, observed_at, ...at, segment_id })}`
}

export const mayAsk = () => line.value !== 'offline' && navigator.onLine !== false

/** The likeliest first, of those this person may say something of; none where there is no answer. */
export async function findLikely(path: string, signal: AbortSignal): Promise<DuplicateRow[]> {
  try {
    const { items } = await get<{ items: DuplicateRow[] }>(path, { signal, timeoutMs: PATIENCE_MS })
    return items.filter(({ may_sight }) => may_sight)
  } catch {
    return []
  }
}
