import type { CaseRow, WholeCase } from '@/core/api'

/** A whole case as a row of a list; what only the phone knows stays. */
export function rowOf(whole: WholeCase, local?: CaseRow): CaseRow {
  const { location, photos, events, ...rest } = whole
  const last = events.at(-1)
  return {
    ...local,
    ...rest,
    lon: location?.lon ?? null,
    lat: location?.lat ?? null,
    thumb_sha256: photos.find((photo) => photo.role === 'before')?.sha256 ?? local?.thumb_sha256 ?? null,
    last_event: last ? { action: last.action, note: last.note, at: last.at } : null,
  }
}
