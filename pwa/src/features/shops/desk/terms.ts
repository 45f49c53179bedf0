/** Words that are data: what a form of one sends, and what a new one is called. */
import type { ParticipantCategory, ResultKind } from '@/features/cleanups/desk/types'

export type TermKind = 'category' | 'result'
export type Term = ParticipantCategory | ResultKind
export const asks = ['nothing', 'stationed_unit', 'shop'] as const

export interface TermForm {
  code: string
  name: string
  asks_for: ParticipantCategory['asks_for']
  measure: string
  rank: number
  is_active: boolean
}

const CODE = /^[a-z][a-z0-9_]{0,29}$/

/** A new one comes last. */
export function formOf(term: Term | null, all: Term[]): TermForm {
  const blank: TermForm = { code: '', name: '', asks_for: 'nothing', measure: '', rank: Math.min(9999, Math.max(0, ...all.map(({ rank }) => rank)) + 10), is_active: true }
  return term ? { ...blank, ...term } : blank
}

export const placeOf = (kind: TermKind, code: string): string => (kind === 'category' ? `/participant-categories/${code}` : `/cleanup-result-kinds/${code}`)

export function bodyOf(kind: TermKind, { name, asks_for, measure, rank, is_active }: TermForm): object {
  return { name: name.trim(), rank, is_active, ...(kind === 'category' ? { asks_for } : { measure: measure.trim() }) }
}

/** What is still lacking, or null. */
export function lackOf(kind: TermKind, form: TermForm, taken: string[]): 'code' | 'code_taken' | 'name' | 'measure' | null {
  if (!CODE.test(form.code)) return 'code'
  if (taken.includes(form.code)) return 'code_taken'
  if (!form.name.trim()) return 'name'
  return kind === 'result' && !form.measure.trim() ? 'measure' : null
}
