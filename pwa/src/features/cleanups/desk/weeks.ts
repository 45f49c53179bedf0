/** The calendar: a year of weeks for each series, and what a click on a week opens. */
import type { Id } from '@/core/api'
import type { Tone } from '@/core/ui/status'
import { numberOf } from './days'
import type { Series, SessionState, Week, WeekSession, WeekState } from './types'

export interface Look {
  shape: string
  tone: Tone | 'none'
}

export const looks: Record<WeekState, Look> = {
  held: { shape: '✓', tone: 'green' },
  cancelled: { shape: '⊘', tone: 'grey' },
  postponed: { shape: '→', tone: 'yellow' },
  missed: { shape: '●', tone: 'red' },
  planned: { shape: '○', tone: 'blue' },
  paused: { shape: '‖', tone: 'grey' },
  none: { shape: '·', tone: 'none' },
}
export const weekStates = Object.keys(looks) as WeekState[]

export const sessionLooks: Record<SessionState, Look> = {
  planned: { shape: '○', tone: 'blue' },
  under_way: { shape: '◐', tone: 'green' },
  unfinished: { shape: '◔', tone: 'yellow' },
  finished: { shape: '✓', tone: 'green' },
  cancelled: { shape: '⊘', tone: 'grey' },
}

export interface SeriesYear {
  series: Series
  weeks: Week[]
  /** How many weeks are in each state. */
  counts: Record<WeekState, number>
  /** Person-times of the year. */
  total: number
}

/** In the order of the series; one whose weeks have not come is left out. */
export function yearsOf(series: Series[], weeks: Week[]): SeriesYear[] {
  return series.flatMap((one) => {
    const own = weeks.filter(({ series_id }) => series_id === one.id)
    return own.length ? [{ series: one, weeks: own, counts: countStates(own), total: own.reduce((sum, { total }) => sum + (total ?? 0), 0) }] : []
  })
}

function countStates(weeks: Week[]): Record<WeekState, number> {
  const counts = Object.fromEntries(weekStates.map((state) => [state, 0])) as Record<WeekState, number>
  for (const { state } of weeks) counts[state]++
  return counts
}

/** Four rows of thirteen; a 53rd week stands at the end of the fourth. */
export function quarters(weeks: Week[]): Week[][] {
  return [0, 1, 2, 3].map((row) => weeks.filter(({ week }) => Math.min(3, Math.floor((numberOf(week) - 1) / 13)) === row))
}

/** Sessions of the week, and those planned for it that are held in another week of the year. */
export function sessionsOf({ series_id, week, planned_on, sessions }: Week, weeks: Week[]): WeekSession[] {
  const others = weeks.filter((one) => one.series_id === series_id && one.week !== week).flatMap((one) => one.sessions)
  return [...sessions, ...others.filter((one) => one.state !== 'cancelled' && one.planned_on !== null && planned_on.includes(one.planned_on))]
}

/** Days of the plan that no session stands for yet. */
export function freeDays(week: Week, weeks: Week[]): string[] {
  const taken = new Set(sessionsOf(week, weeks).flatMap((one) => [one.planned_on, one.held_on]))
  return week.planned_on.filter((day) => !taken.has(day))
}

/** session: its page · enter: the form with the day filled in · choose: several ways, so ask · none: nothing to open. */
export type Door = { kind: 'session'; id: Id } | { kind: 'enter'; on: string } | { kind: 'choose' } | { kind: 'none' }

export function doorOf(week: Week, weeks: Week[], mayOrganise: boolean): Door {
  const sessions = sessionsOf(week, weeks)
  const free = mayOrganise ? freeDays(week, weeks) : []
  if (sessions.length === 1 && !free.length) return { kind: 'session', id: sessions[0]!.id }
  if (!sessions.length && free.length === 1) return { kind: 'enter', on: free[0]! }
  return sessions.length || mayOrganise ? { kind: 'choose' } : { kind: 'none' }
}

/** Where the arrow keys lead among the weeks: up and down is a quarter away. */
export function stepTo(key: string, at: number, count: number): number | null {
  const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -13, ArrowDown: 13 }
  if (key === 'Home') return 0
  if (key === 'End') return count - 1
  const to = at + (steps[key] ?? NaN)
  return to >= 0 && to < count ? to : null
}
