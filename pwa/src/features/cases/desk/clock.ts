/** How the clock of a case runs, in words: which limit, by which calendar, stopped or lengthened. */
import type { Calendar, WholeCase } from '@/core/api'

/** Clocks that count holidays; the others run on. */
const BY_CALENDAR = ['working_hours', 'working_days']

const yearOf = (iso: string) => new Date(Date.parse(iso) + 8 * 3600_000).getUTCFullYear()

export interface CalendarUsed {
  year: number
  source: Calendar['source']
}

/** Calendars between the start of the clock and its end, a year each; none where the clock runs on. */
export function calendarsOf({ limit, due_at, assigned_at }: WholeCase, sourceOf: (year: number) => Calendar['source']): CalendarUsed[] {
  if (!limit || !due_at || !BY_CALENDAR.includes(limit.clock)) return []
  const [from, to] = [yearOf(assigned_at ?? due_at), yearOf(due_at)]
  return Array.from({ length: Math.max(0, to - from) + 1 }, (_, i) => ({ year: from + i, source: sourceOf(from + i) }))
}

/** How often the end was moved, and the time it stood still last. */
export function historyOf({ events }: WholeCase): { extensions: number; pauses: number } {
  const count = (action: string) => events.filter((event) => event.action === action).length
  return { extensions: count('extend'), pauses: count('suspend') }
}
