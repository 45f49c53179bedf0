import type { components } from '@/core/api/schema'

type Schema = components['schemas']

export type Statistics = Schema['Statistics']
export type Sums = Schema['Sums']
export type SumsOf = Schema['SumsOf']
export type Grain = 'week' | 'month' | 'year'
export type Ground = 'unit' | 'segment'

/** A cell is text or a number; null is nothing to say. */
export interface Column {
  key: string
  name: string
}
export interface Row {
  key: string
  name: string
  cells: (string | number | null)[]
  /** Why there are no numbers: a week that was missed is not one with 0. */
  lack?: { words: string; tone: string }
}
