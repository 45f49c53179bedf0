import type { CaseRow, WholeCase } from '@/core/api'

/** A whole case as a row of a list; the phone's own picture stays until the server names one. */
export function rowOf(whole: WholeCase, local?: CaseRow): CaseRow {
  const { location, photos, events, ...rest } = whole
  const last = events.at(-1)!
  return {
    ...rest,
    lon: location?.lon ?? null,
    lat: location?.lat ?? null,
    thumb_sha256: photos.find((photo) => photo.role === 'before')?.sha256 ?? local?.thumb_sha256 ?? null,
    last_event: { action: last.action, note: last.note, at: last.at },
  }
}
