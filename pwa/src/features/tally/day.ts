/** Days as the office's calendar has them, whatever the phone's zone. */
const SHANGHAI_MS = 8 * 3600_000

export const today = (now = Date.now()) => new Date(now + SHANGHAI_MS).toISOString().slice(0, 10)

/** "11-23"; with the year where it is another. */
export function dayOf(date: string, now = Date.now()): string {
  return date.slice(0, 4) === today(now).slice(0, 4) ? date.slice(5) : date
}
