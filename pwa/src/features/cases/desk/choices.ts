/** What one digit can choose in a move's form: a reason, a department, a number of days. */
import type { Department, Id, WholeCase } from '@/core/api'
import { moves, type Action } from './moves'

/** There are nine digits; 0 leads to one's own words. */
export const MOST = 9
export const DAYS = [1, 2, 3, 5] as const

export type Choice = { kind: 'note'; words: string } | { kind: 'department'; id: Id; words: string } | { kind: 'due'; due_at: string; days: number | null }

const HOUR = 3600_000

/** So many days after the present end, or from now where that is later; to the full hour. */
export function daysOn(days: number, due_at: string | null, now = Date.now()): string {
  const from = Math.max(now, Date.parse(due_at ?? '') || 0)
  return new Date(Math.ceil((from + days * 24 * HOUR) / HOUR) * HOUR).toISOString()
}

export function choicesFor(action: Action, whole: WholeCase, departments: Department[], chip: (n: number) => string): Choice[] {
  if (action === 'assign') return departments.slice(0, MOST).map(({ id, name }) => ({ kind: 'department', id, words: name }))
  if (action === 'extend') {
    const asked = whole.extension_asked_until
    return [...(asked ? [{ kind: 'due' as const, due_at: asked, days: null }] : []), ...DAYS.map((days) => ({ kind: 'due' as const, due_at: daysOn(days, whole.due_at), days }))]
  }
  return Array.from({ length: moves[action].chips ?? 0 }, (_, i) => ({ kind: 'note', words: chip(i + 1) }))
}
