/** What was said of the last report: the same again in one tap, or one more at the same place. */
import type { Id } from '@/core/api'
import type { Draft } from '@/core/db'
import { isGood } from '@/core/geo/position'

export type Last = Pick<Draft, 'category_code' | 'description' | 'place' | 'fix'>

const key = (owner: Id) => `report.last.${owner}`

export function remember({ owner, category_code, description, place, fix }: Draft): void {
  try {
    localStorage.setItem(key(owner), JSON.stringify({ category_code, description: description.trim(), place, fix }))
  } catch {
    // A convenience; a full disk does without.
  }
}

export function recall(owner: Id): Last | null {
  try {
    return JSON.parse(localStorage.getItem(key(owner)) ?? 'null') as Last | null
  } catch {
    return null
  }
}

/** 同上一条: kind and words; the place only where this report has none. What is already there stays. */
export function asLast(draft: Draft, last: Last): Partial<Draft> {
  return {
    category_code: last.category_code,
    ...(!draft.description.trim() && { description: last.description }),
    ...(last.place && !draft.place && !isGood(draft.fix) && { place: last.place, is_last_place: true }),
  }
}

/** 再拍一条: kind and place kept; a good fix of the new photo is truer than the old one, so that one only fills in. */
export function oneMore(last: Last, fix: Draft['fix'], isGood: boolean): Partial<Draft> {
  return { category_code: last.category_code, place: last.place, is_last_place: Boolean(last.place), fix: isGood || last.place ? fix : last.fix }
}
