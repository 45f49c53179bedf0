/** Closing the cases of a site: which are still open, and what the server said of each. */
import type { components } from '@/core/api/schema'
import type { Status } from '@/core/api'
import type { Site } from './types'

export type SiteCase = Site['cases'][number]
export type Closing = components['schemas']['ClosingOut']
export type ClosingOfCase = Closing['items'][number]

const done: readonly string[] = ['closed', 'rejected', 'merged', 'withdrawn'] satisfies Status[]
export const isOpen = ({ status }: Pick<SiteCase, 'status'>): boolean => !done.includes(status)

/** After photos whose bytes are here, best pair first; the others would hold up every check. */
export function afterPhotos({ photos }: Pick<Site, 'photos'>): string[] {
  return [...new Set(photos.filter(({ role, present }) => role === 'after' && present).map(({ sha256 }) => sha256))]
}

export interface Said {
  id: string
  name: string
  isClosed: boolean
  /** How far it came; null where this person may not look. */
  status: Status | null
  code: string | null
}

export function saidOf({ items }: Closing, cases: SiteCase[]): Said[] {
  const names = new Map(cases.map(({ case_id, number, category_name }) => [case_id, [number, category_name].filter(Boolean).join(' ')]))
  return items
    .map(({ case_id, is_closed, status, code }) => ({ id: case_id, name: names.get(case_id) ?? '', isClosed: is_closed, status: status as Status | null, code }))
    .sort((a, b) => Number(a.isClosed) - Number(b.isClosed))
}
