/** Appointments as `GET /appointments` lists them, and who answers for how much. */
import type { Appointment, Id } from '@/core/api'

export interface Holding {
  user_id: Id
  user_name: string
  levels: string[]
  rows: Appointment[]
}

/** By person: who holds most comes first, for that is where a hand-over begins. */
export function byPerson(rows: Appointment[]): Holding[] {
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
