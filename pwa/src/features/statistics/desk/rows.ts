/** The tables beside the charts. */
import { looks } from '@/features/cleanups/desk/weeks'
import type { Time } from './times'
import type { Row, Sums, SumsOf } from './types'

export interface Say {
  state: (state: Time['state']) => string
  /** With how many series were not out, where only some were. */
  name: (time: Time) => string
  all: string
}
type Cells = (sums: Sums) => Row['cells']

/** A line for each week, month or year; one without sums says why. */
export function timeRows(times: Time[], cells: Cells, say: Say): Row[] {
  return times.map((time) => {
    const { key, sums, state } = time
    const row = { key, name: say.name(time), cells: sums ? cells(sums) : [] }
    return sums ? row : { ...row, lack: { words: `${looks[state].shape} ${say.state(state)}`, tone: looks[state].tone === 'none' ? 'grey' : looks[state].tone } }
  })
}

export const totalRow = (all: Sums, cells: Cells, say: Say): Row => ({ key: 'all', name: say.all, cells: cells(all) })

/** 860 of 980 are 88 %; nothing of nothing is no share. */
export const share = (part: number, whole: number | null): number | null => (whole ? Math.round((part / whole) * 100) : null)

export type Measure = 'person_times' | 'shops' | 'share' | 'cases'

export function measured({ person_times_total, shops_taking_part, shops_registered, cases_found }: Sums, measure: Measure): number {
  if (measure === 'share') return share(shops_taking_part, shops_registered) ?? 0
  return { person_times: person_times_total, shops: shops_taking_part, cases: cases_found }[measure]
}

/** Offices or segments, those with most first. */
export function placeRows(items: SumsOf[], measure: Measure, none: string): { name: string; value: number; row: Row }[] {
  return items
    .map((one) => {
      const { sessions, person_times_total, shops_taking_part, shops_registered, cases_found, cases_closed } = one
      const percent = share(shops_taking_part, shops_registered)
      const cells = [sessions, person_times_total, shops_taking_part, shops_registered, percent === null ? null : `${percent}%`, cases_found, cases_closed]
      const name = one.name ?? none
      return { name, value: measured(one, measure), row: { key: one.key ?? 'none', name, cells } }
    })
    .sort((a, b) => b.value - a.value)
}

/** Weeks of single series: an office that missed one is not hidden by the others. */
export const countOf = (times: Time[]) => ({
  missed: times.reduce((sum, { missed }) => sum + missed, 0),
  nobody: times.reduce((sum, { nobody }) => sum + nobody, 0),
})
