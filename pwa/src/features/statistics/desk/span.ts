/** From which day to which: spans an office asks for. */
import { addDays } from '@/features/cleanups/desk/days'

export interface Span {
  first: string
  last: string
}
export const presets = ['this_year', 'last_year', 'twelve_weeks', 'this_month'] as const
export type Preset = (typeof presets)[number]

export function spanOf(preset: Preset, today: string): Span {
  const year = Number(today.slice(0, 4))
  if (preset === 'last_year') return { first: `${year - 1}-01-01`, last: `${year - 1}-12-31` }
  if (preset === 'this_month') return { first: `${today.slice(0, 7)}-01`, last: today }
  return { first: preset === 'this_year' ? `${year}-01-01` : addDays(today, 1 - 12 * 7), last: today }
}

const DAY = /^\d{4}-\d{2}-\d{2}$/

/** What an address says, or this year. */
export function readSpan({ first, last }: Record<string, unknown>, today: string): Span {
  const [from, to] = [String(first ?? ''), String(last ?? '')]
  return DAY.test(from) && DAY.test(to) && from <= to ? { first: from, last: to } : spanOf('this_year', today)
}

export const presetOf = (span: Span, today: string): Preset | undefined => presets.find((one) => JSON.stringify(spanOf(one, today)) === JSON.stringify(span))
