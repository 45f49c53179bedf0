/** Rules of clocks as a form writes them: times of day as words, shares as percents. */
import type { ClockRules } from '@/core/api'

export interface RulesForm {
  periods: { from: string; to: string }[]
  day_hours: number
  yellow_percent: number
  steps: { to: ClockRules['overdue_steps'][number]['to']; after_hours: number }[]
}

export type Lack = 'period' | 'order' | 'day' | 'yellow' | 'step' | 'steps_order'

const two = (n: number) => String(n).padStart(2, '0')

/** "08:00" to "24:00", as an office writes it; a browser's own field says it in the browser's language. */
export const timeOf = (minute: number) => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`

/** Of "8:30", "08:30", "0830"; null for what is no time of a day. */
export function minuteOf(time: string): number | null {
  const parts = /^(\d{1,2})[:\uff1a]?(\d\d)$/.exec(time.trim())
  if (!parts) return null
  const minute = Number(parts[1]) * 60 + Number(parts[2])
  return Number(parts[2]) < 60 && minute <= 1440 ? minute : null
}

export function formOf({ periods, day_hours, yellow_share, overdue_steps }: ClockRules): RulesForm {
  return {
    periods: periods.map(({ starts_minute, ends_minute }) => ({ from: timeOf(starts_minute), to: timeOf(ends_minute) })),
    day_hours,
    yellow_percent: Math.round(yellow_share * 1000) / 10,
    steps: overdue_steps.map((step) => ({ ...step })),
  }
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)

/** What is still wrong with it, the first thing first. */
export function lackOf({ periods, day_hours, yellow_percent, steps }: RulesForm): Lack | null {
  const marks = periods.flatMap(({ from, to }) => [minuteOf(from), minuteOf(to)])
  if (periods.length === 0 || marks.includes(null)) return 'period'
  if (periods.some((_, i) => marks[2 * i]! >= marks[2 * i + 1]! || (i > 0 && marks[2 * i]! < marks[2 * i - 1]!))) return 'order'
  if (!isNumber(day_hours) || day_hours <= 0 || day_hours > 24) return 'day'
  if (!isNumber(yellow_percent) || yellow_percent <= 0 || yellow_percent > 100) return 'yellow'
  if (steps.some(({ after_hours }) => !isNumber(after_hours) || after_hours < 0 || after_hours > 8760)) return 'step'
  if (steps.some(({ after_hours }, i) => i > 0 && after_hours < steps[i - 1]!.after_hours)) return 'steps_order'
  return null
}

/** Of a form that lacks nothing. */
export function bodyOf({ periods, day_hours, yellow_percent, steps }: RulesForm): ClockRules {
  return {
    periods: periods.map(({ from, to }) => ({ starts_minute: minuteOf(from)!, ends_minute: minuteOf(to)! })),
    day_hours,
    yellow_share: yellow_percent / 100,
    overdue_steps: steps.map((step) => ({ ...step })),
  }
}

/** Hours worked on a day by these periods, to be held against what one working day of a limit counts. */
export function hoursOf({ periods }: RulesForm): number {
  const minutes = periods.reduce((sum, { from, to }) => sum + Math.max(0, (minuteOf(to) ?? 0) - (minuteOf(from) ?? 0)), 0)
  return Math.round(minutes / 6) / 10
}
