/** A series while it is being written. */
import type { Id } from '@/core/api'
import type { Series } from './types'

export interface PauseForm {
  starts_on: string
  ends_on: string
  reason: string
}

export interface SeriesForm {
  id: Id
  name: string
  unit_id: Id
  weekdays: number[]
  starts_on: string
  ends_on: string
  pauses: PauseForm[]
  /** The one seen; none for a new series. */
  version: number | null
}

export function newSeries(unit_id: Id, starts_on: string): SeriesForm {
  return { id: crypto.randomUUID(), name: '', unit_id, weekdays: [], starts_on, ends_on: '', pauses: [], version: null }
}

export function formOfSeries({ id, name, unit_id, weekdays, starts_on, ends_on, pauses, version }: Series): SeriesForm {
  return { id, name, unit_id, weekdays: [...weekdays], starts_on, ends_on: ends_on ?? '', pauses: pauses.map((one) => ({ ...one })), version }
}

export function toggled(weekdays: number[], day: number): number[] {
  const rest = weekdays.filter((one) => one !== day)
  return rest.length < weekdays.length ? rest : [...rest, day].sort((a, b) => a - b)
}

export type SeriesLack = 'name' | 'unit' | 'weekdays' | 'starts_on' | 'ends_on' | 'pause' | 'pause_order' | null

export function lackOfSeries({ name, unit_id, weekdays, starts_on, ends_on, pauses }: SeriesForm): SeriesLack {
  if (!name.trim()) return 'name'
  if (!unit_id) return 'unit'
  if (!weekdays.length) return 'weekdays'
  if (!starts_on) return 'starts_on'
  if (ends_on && ends_on < starts_on) return 'ends_on'
  if (pauses.some((one) => one.starts_on && one.ends_on && one.ends_on < one.starts_on)) return 'pause_order'
  return pauses.every((one) => one.starts_on && one.ends_on && one.reason.trim()) ? null : 'pause'
}

export function bodyOfSeries({ name, unit_id, weekdays, starts_on, ends_on, pauses, version }: SeriesForm): Record<string, unknown> {
  const written = pauses.map((one) => ({ ...one, reason: one.reason.trim() })).sort((a, b) => (a.starts_on < b.starts_on ? -1 : 1))
  return { name: name.trim(), unit_id, weekdays, starts_on, ends_on: ends_on || null, pauses: written, ...(version !== null && { version }) }
}

/** Another rhythm holds from today on; that is worth a line before one saves. */
export const changesRhythm = (form: SeriesForm, seen: Series | null): boolean => seen !== null && form.weekdays.join() !== seen.weekdays.join()
