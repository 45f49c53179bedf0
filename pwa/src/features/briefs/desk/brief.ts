/** A brief's words: what is sent, what counts as changed, which pairs may stand in it. */
import type { components } from '@/core/api/schema'
import type { Site, WholeSession } from '@/features/cleanups/desk/types'
import { isWhole, pairsOf } from '@/features/cleanups/desk/pairs'

type Schema = components['schemas']

export type Brief = Schema['BriefOut']
export type BriefNumber = Schema['NumberOut']
export type Choice = Schema['PairOut']
export type BriefWords = Pick<Brief, 'title' | 'heading' | 'weather' | 'text' | 'signature' | 'pairs'>

/** The document has room for two; the picture shows all. */
export const IN_WORD = 2
export const MOST_PAIRS = 6
export const fields = ['title', 'heading', 'weather', 'text', 'signature'] as const
export const limits = { title: 120, heading: 120, weather: 120, text: 4000, signature: 120 } as const

export const blank = (): BriefWords => ({ title: '', heading: '', weather: '', text: '', signature: '', pairs: [] })

export function wordsOf({ title, heading, weather, text, signature, pairs }: BriefWords): BriefWords {
  return { title: title.trim(), heading: heading.trim(), weather: weather.trim(), text, signature: signature.trim(), pairs: pairs.map(({ site_id, pair }) => ({ site_id, pair })) }
}

/** What the server words by itself: it follows the numbers until somebody writes something else. */
export type Composed = Partial<Pick<BriefWords, 'text' | 'pairs'>>

/** As it is sent: null for what is still as composed. */
export function bodyOf(words: BriefWords, composed: Composed) {
  const told = wordsOf(words)
  const isComposed = JSON.stringify(told.pairs) === JSON.stringify(composed.pairs)
  return { ...told, text: told.text === composed.text ? null : told.text, pairs: isComposed ? null : told.pairs }
}

/** Numbers are written with and without thousands kept apart. */
export const names = (text: string, total: number): boolean => [String(total), total.toLocaleString('en')].some((words) => text.includes(words))

export const same = (one: BriefWords, other: BriefWords): boolean => JSON.stringify(wordsOf(one)) === JSON.stringify(wordsOf(other))

export const isChosen = (chosen: Choice[], { site_id, pair }: Choice): boolean => chosen.some((one) => one.site_id === site_id && one.pair === pair)

/** Put in at the end, or taken out. */
export function toggled(chosen: Choice[], choice: Choice): Choice[] {
  if (!isChosen(chosen, choice)) return chosen.length < MOST_PAIRS ? [...chosen, choice] : chosen
  return chosen.filter(({ site_id, pair }) => site_id !== choice.site_id || pair !== choice.pair)
}

export interface Offer extends Choice {
  site_name: string
  before: string
  after: string
}

/** Whole pairs of all sites. */
export function offers({ sites }: Pick<WholeSession, 'sites'>): Offer[] {
  const shown = (photos: Site['photos']) => photos.filter(({ ready }) => ready).at(-1)?.sha256 ?? ''
  return sites.flatMap(({ id, name, photos }) =>
    pairsOf(photos)
      .filter(isWhole)
      .map(({ pair, before, after }) => ({ site_id: id, pair, site_name: name, before: shown(before), after: shown(after) })),
  )
}

/** Which fields differ, to be shown beside each other. */
export const differing = (one: BriefWords, other: BriefWords): (typeof fields)[number][] => fields.filter((field) => wordsOf(one)[field] !== wordsOf(other)[field])
