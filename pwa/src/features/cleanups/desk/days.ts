/** Days as the office writes them, YYYY-MM-DD, and the ISO weeks they lie in. Weeks belong to the year of their Thursday. */
const DAY_MS = 86_400_000
/** China keeps one time all year. */
const SHANGHAI_MS = 8 * 3600_000

const at = (day: string) => Date.parse(`${day}T00:00:00Z`)
const said = (ms: number) => new Date(ms).toISOString().slice(0, 10)

/** The day in the district, whatever the machine's own zone. */
export function today(now = Date.now()): string {
  return said(now + SHANGHAI_MS)
}

export function addDays(day: string, n: number): string {
  return said(at(day) + n * DAY_MS)
}

/** Monday is 1. */
export function weekdayOf(day: string): number {
  return new Date(at(day)).getUTCDay() || 7
}

/** 2026-W53, also for the first days of the January after. */
export function weekOf(day: string): string {
  const thursday = addDays(day, 4 - weekdayOf(day))
  const year = thursday.slice(0, 4)
  const number = Math.floor((at(thursday) - at(`${year}-01-01`)) / (7 * DAY_MS)) + 1
  return `${year}-W${String(number).padStart(2, '0')}`
}

export const yearOf = (day: string) => Number(weekOf(day).slice(0, 4))
export const numberOf = (week: string) => Number(week.slice(-2))

/** 28 December lies in the last one, be it 52 or 53. */
export const weeksIn = (year: number) => numberOf(weekOf(`${year}-12-28`))

/** Monday to Sunday. */
export function daysOf(monday: string): string[] {
  return [0, 1, 2, 3, 4, 5, 6].map((n) => addDays(monday, n))
}

/** "11-21" within a year that is plain from what stands around it. */
export const short = (day: string) => day.slice(5)
