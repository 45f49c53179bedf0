/** Weeks, months and years in a row: those with sums, and weeks without any, which say why. */
import { addDays, weekOf, yearOf } from '@/features/cleanups/desk/days'
import type { Week, WeekState } from '@/features/cleanups/desk/types'
import type { Span } from './span'
import type { SumsOf } from './types'

export interface Time {
  key: string
  sums: SumsOf | null
  /** `held` also where nobody came. */
  state: WeekState
  /** How many series missed it, and how many were out with nobody coming; others may have done better. */
  missed: number
  nobody: number
}

/** Why nothing took place, the gravest first. */
const gravest: WeekState[] = ['held', 'missed', 'cancelled', 'postponed', 'planned', 'paused', 'none']

/** ISO years whose weeks touch the span. */
export function yearsOf({ first, last }: Span): number[] {
  const [from, to] = [yearOf(first), yearOf(last)]
  return Array.from({ length: to - from + 1 }, (_, i) => from + i)
}

function weeksIn({ first, last }: Span): string[] {
  const found: string[] = []
  for (let day = first; weekOf(day) <= weekOf(last); day = addDays(day, 7)) found.push(weekOf(day))
  return found
}

export function weekTimes(items: SumsOf[], weeks: Week[], span: Span): Time[] {
  const sums = new Map(items.map((one) => [one.key, one]))
  const told = groupByWeek(weeks)
  return weeksIn(span).map((key) => {
    const own = told.get(key) ?? []
    const found = sums.get(key) ?? null
    const state = found ? 'held' : (gravest.find((one) => own.some((week) => week.state === one)) ?? 'none')
    const count = (holds: (week: Week) => boolean) => own.filter(holds).length
    return { key, sums: found, state, missed: count((week) => week.state === 'missed'), nobody: count((week) => week.state === 'held' && week.total === 0) }
  })
}

function groupByWeek(weeks: Week[]): Map<string, Week[]> {
  const found = new Map<string, Week[]>()
  for (const week of weeks) found.set(week.week, [...(found.get(week.week) ?? []), week])
  return found
}

/** Months and years are shown where something took place. */
export const timesOf = (items: SumsOf[]): Time[] => items.map((sums) => ({ key: sums.key ?? '', sums, state: 'held', missed: 0, nobody: 0 }))

/** Nobody came, and that is known. */
export const isZero = ({ sums }: Time): boolean => sums !== null && sums.person_times_total === 0
