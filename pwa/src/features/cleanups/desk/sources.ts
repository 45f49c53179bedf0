/** Where a number comes from. The server has added it up; here it is only said. */
import type { Site, Way } from './types'

export const ways: Way[] = ['tally', 'sign_in', 'announced']

export interface Told {
  way: Way
  n: number
  counts: boolean
}

export interface Standing {
  total: number
  /** What each way says, those that say nothing left out unless they were chosen. */
  told: Told[]
  correction: number
  /** By an organiser's choice, not by the rule. */
  isChosen: boolean
}

type Place = Pick<Site, 'totals' | 'by_source' | 'counted'>

export function standingOf({ totals, by_source, counted }: Place, code: string): Standing {
  const used = counted[code]?.sources ?? []
  const told = ways.map((way) => ({ way, n: by_source[way][code] ?? 0, counts: used.includes(way) })).filter(({ n, counts }) => n > 0 || counts)
  return { total: totals[code] ?? 0, told, correction: by_source.correction[code] ?? 0, isChosen: counted[code]?.is_chosen ?? false }
}

/** The same over all sites of a session: each site's own way counts there. */
export function standingOver(places: Place[], code: string): Standing {
  const all = places.map((place) => standingOf(place, code))
  const told = ways.map((way) => {
    const here = all.flatMap((one) => one.told.filter((each) => each.way === way && each.counts))
    return { way, n: here.reduce((sum, { n }) => sum + n, 0), counts: true }
  })
  return {
    total: all.reduce((sum, one) => sum + one.total, 0),
    told: told.filter(({ n }) => n > 0),
    correction: all.reduce((sum, one) => sum + one.correction, 0),
    isChosen: all.some(({ isChosen }) => isChosen),
  }
}

export const counting = ({ told }: Standing): Told[] => told.filter(({ counts, n }) => counts && n > 0)
export const beside = ({ told }: Standing): Told[] => told.filter(({ counts, n }) => !counts && n > 0)

/** Corrections that outweigh what came down later: shown as 0, and said. */
export function isFloored(standing: Standing): boolean {
  return counting(standing).reduce((sum, { n }) => sum + n, standing.correction) < 0
}

/** "+2" or "−2", as an office writes it. */
export const signed = (n: number): string => (n < 0 ? `−${-n}` : `+${n}`)

export type Say = (key: string, named?: Record<string, unknown>) => string

/** One short line under a number: "计数器＋扫码签到，更正 −2". Empty where nobody said anything. */
export function sourceWords(standing: Standing, t: Say): string {
  const named = counting(standing).map(({ way }) => t(`desk.cleanups.way.${way}`)).join(t('desk.cleanups.way.and'))
  const corrected = standing.correction ? t('desk.cleanups.way.corrected', { n: signed(standing.correction) }) : ''
  return [named, corrected].filter(Boolean).join(t('desk.cleanups.way.then'))
}
