/** Days as the district counts them, whatever the phone's clock says of its zone. */
import { fullMoment } from '@/core/i18n/time'

const DAY_MS = 24 * 3600_000

export const dayOf = (ms: number): string => fullMoment(new Date(ms).toISOString()).slice(0, 10)
export const today = (now = Date.now()): string => dayOf(now)
export const inDays = (days: number, now = Date.now()): string => dayOf(now + days * DAY_MS)

/** "11-23", and 1 to 7 for the day of the week. */
export function shortDay(day: string): { date: string; weekday: number } {
  return { date: day.slice(5), weekday: new Date(`${day}T00:00:00Z`).getUTCDay() || 7 }
}
