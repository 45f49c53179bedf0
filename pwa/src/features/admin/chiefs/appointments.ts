/** Appointments as `GET /appointments` lists them, and who answers for how much. */
import type { Id } from '@/core/api'

export interface AppointmentRow {
  id: Id
  segment_id: Id
  segment_name: string
  unit_id: Id
  user_id: Id
  user_name: string
  level_id: Id
  level_name: string
  starts_on: string
  ends_on: string | null
  stands_in_for_id: Id | null
  stands_in_for_name: string | null
}

export interface Level {
  id: Id
  name: string
  rank: number
}

export interface Holding {
  user_id: Id
  user_name: string
  levels: string[]
  rows: AppointmentRow[]
}

/** By person: who holds most comes first, for that is where a hand-over begins. */
export function byPerson(rows: AppointmentRow[]): Holding[] {
  const held = new Map<Id, Holding>()
  for (const row of rows) {
    const holding = held.get(row.user_id) ?? { user_id: row.user_id, user_name: row.user_name, levels: [], rows: [] }
    if (!holding.levels.includes(row.level_name)) holding.levels.push(row.level_name)
    holding.rows.push(row)
    held.set(row.user_id, holding)
  }
  return [...held.values()].sort((a, b) => b.rows.length - a.rows.length || a.user_name.localeCompare(b.user_name, 'zh'))
}

/** A day in the district's zone, as the server writes days. */
export function dayOf(moment: Date): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(moment)
}

export interface BadCell {
  row: number
  column: string
  value: string
  code: string
  detail: string
}

export interface SheetOutcome {
  dry_run: boolean
  rows: number
  made: number
  changed: number
  unchanged: number
  errors: BadCell[]
}
