/** A year's special days: off on a weekday, worked on at a weekend, as typed, pasted or clicked. */
import { inOrder, type SpecialDay } from '@/core/api'

export interface DayCell {
  /** ISO date. */
  day: string
  date: number
  isWeekend: boolean
}

const iso = (year: number, month: number, date: number) => new Date(Date.UTC(year, month, date)).toISOString().slice(0, 10)
const weekday = (day: string) => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7

/** Twelve months; each with its days and how many columns stay empty before the first, Monday first. */
export function monthsOf(year: number): { month: number; blanks: number; days: DayCell[] }[] {
  return Array.from({ length: 12 }, (_, i) => {
    const length = new Date(Date.UTC(year, i + 1, 0)).getUTCDate()
    const days = Array.from({ length }, (_, j) => {
      const day = iso(year, i, j + 1)
      return { day, date: j + 1, isWeekend: weekday(day) >= 5 }
    })
    return { month: i + 1, blanks: weekday(days[0]!.day), days }
  })
}

/** A click makes a day what its weekday does not say, and a second click takes that back. */
export function toggled(days: SpecialDay[], day: string, name: string): SpecialDay[] {
  if (days.some((one) => one.day === day)) return days.filter((one) => one.day !== day)
  return sorted([...days, { day, is_working: weekday(day) >= 5, name }])
}

const sorted = (days: SpecialDay[]) => [...days].sort((a, b) => inOrder(a.day, b.day))

/** How the two kinds of day are written, beside `1` and `true` for one worked on. */
export interface DayWords {
  working: string[]
  off: string[]
}

/**
 * Lines of date, kind of day and name, parted by comma, tab or space; a head and empty lines are passed over.
 * `wrong` are the numbers of lines that are no day of this year, or a second time the same.
 */
export function parsed(text: string, year: number, words: DayWords): { days: SpecialDay[]; wrong: number[] } {
  const days: SpecialDay[] = []
  const wrong: number[] = []
  text.split(/\r?\n/).forEach((line, i) => {
    const [day, how, ...name] = line.trim().split(/[,\uff0c\s]+/)
    if (!day || (i === 0 && !/\d/.test(day))) return
    const date = fullDate(day)
    const is_working = kindOf(how?.toLowerCase() ?? '', words)
    if (!date?.startsWith(`${year}-`) || is_working === null || days.some((one) => one.day === date)) wrong.push(i + 1)
    else days.push({ day: date, is_working, name: name.join(' ').slice(0, 40) })
  })
  return { days: sorted(days), wrong }
}

function kindOf(how: string, { working, off }: DayWords): boolean | null {
  if (['1', 'true', ...working].includes(how)) return true
  return ['0', 'false', ...off].includes(how) ? false : null
}

/** `2027/2/7` and `2027-02-07` alike; null for what no calendar has. */
function fullDate(words: string): string | null {
  const parts = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(words)
  if (!parts) return null
  const [, year, month, date] = parts.map(Number) as [number, number, number, number]
  const day = iso(year, month - 1, date)
  return day.slice(5) === [month, date].map((n) => String(n).padStart(2, '0')).join('-') ? day : null
}
