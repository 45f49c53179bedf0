/** What there was to do when this phone was last looked at, at hand before the database is open: the first screen has it at once. */
import type { Id } from '@/core/api'
import type { ShownRow } from './expected'

const key = 'cases.glance'
/** More than a chief ever has; an office's queue is cut, and counted anew a moment later. */
const MOST = 100

export function glanceOf(owner: Id): ShownRow[] {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? 'null') as { owner: Id; rows: ShownRow[] } | null
    return kept?.owner === owner ? kept.rows : []
  } catch {
    return []
  }
}

export function keepGlance(owner: Id, rows: ShownRow[]): void {
  try {
    localStorage.setItem(key, JSON.stringify({ owner, rows: rows.slice(0, MOST) }))
  } catch {
    // A full phone opens a moment later, never with what is no longer true.
    localStorage.removeItem(key)
  }
}
