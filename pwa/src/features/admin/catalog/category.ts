import type { Id } from '@/core/api'

export type Clock = 'running' | 'working_hours' | 'working_days' | 'calendar_days'

export interface Limit {
  text: string
  amount: number
  clock: Clock
  note: string
  source: string
}

export interface CategoryRow {
  id: Id
  code: string
  name: string
  class_name: string
  aliases: string[]
  pinyin: string
  icon: string
  rank: number
  limits: Limit[]
  limits_text: string
  limit_hours: number | null
  limit_clock: Clock | null
  standard_ref: string
  is_active: boolean
}

/** Everyday words as one types them: by comma, enumeration comma or space. */
export function aliasesOf(typed: string): string[] {
  return [...new Set(typed.split(/[\s,，、;；]+/).filter(Boolean))]
}
