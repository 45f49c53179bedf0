/** What the queue shows, as it stands in the address bar: a filter can be sent to a colleague as a link. */
import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import type { CaseRow, Id, Light, Status } from '@/core/api'

export type Source = CaseRow['source']
export type Sort = 'due_at' | 'received_at' | '-received_at' | '-updated_at'

export interface Filters {
  status: Status[]
  light: Light[]
  source: Source[]
  road_id: Id
  segment_id: Id
  unit_id: Id
  category_code: string
  department_id: Id
  assignee_id: Id
  reporter_id: Id
  overdue: boolean
  unplaced: boolean
  /** 'mine': what waits for me to act. */
  task: string
  q: string
  /** west,south,east,north in WGS-84. */
  bbox: string
  /** '' is what is due next. */
  sort: Sort | ''
}

export const sorts: readonly Sort[] = ['due_at', '-received_at', 'received_at', '-updated_at']
const words = ['road_id', 'segment_id', 'unit_id', 'category_code', 'department_id', 'assignee_id', 'reporter_id', 'task', 'q', 'bbox'] as const
const flags = ['overdue', 'unplaced'] as const
const lists = ['status', 'light', 'source'] as const

export const nothing: Filters = {
  status: [], light: [], source: [], road_id: '', segment_id: '', unit_id: '', category_code: '', department_id: '', assignee_id: '',
  reporter_id: '', overdue: false, unplaced: false, task: '', q: '', bbox: '', sort: '',
}

function all(value: LocationQuery[string] | undefined): string[] {
  return (Array.isArray(value) ? value : [value]).filter((one): one is string => !!one)
}

/** From the desk's own address or from a query as the server writes it (`overdue=true`, `sort=due_at`). */
export function fromAddress(query: LocationQuery): Filters {
  const filters = { ...nothing, status: all(query.status) as Status[], light: all(query.light) as Light[], source: all(query.source) as Source[] }
  for (const name of words) filters[name] = all(query[name])[0] ?? ''
  for (const name of flags) filters[name] = ['1', 'true'].includes(all(query[name])[0] ?? '')
  const sort = sorts.find((one) => one === all(query.sort)[0])
  filters.sort = sort === 'due_at' || !sort ? '' : sort
  return filters
}

export function fromText(text: string): Filters {
  const search = new URLSearchParams(text)
  return fromAddress(Object.fromEntries([...new Set(search.keys())].map((name) => [name, search.getAll(name)])))
}

export function toAddress(filters: Filters): LocationQueryRaw {
  const query: LocationQueryRaw = {}
  for (const name of lists) if (filters[name].length) query[name] = filters[name]
  for (const name of words) if (filters[name]) query[name] = filters[name]
  for (const name of flags) if (filters[name]) query[name] = '1'
  if (filters.sort) query.sort = filters.sort
  return query
}

export type Asked = Record<string, string | string[] | boolean>

/** Which cases, as the server wants it; no order. */
export function toFilter(filters: Filters): Asked {
  const asked = { ...(toAddress(filters) as Record<string, string | string[]>) } as Asked
  for (const name of flags) if (filters[name]) asked[name] = true
  delete asked.sort
  return asked
}

/** The same as `GET /cases` wants it. */
export function toQuery(filters: Filters): Asked {
  return { ...toFilter(filters), sort: filters.sort || 'due_at' }
}

export function isSame(one: Filters, other: Filters): boolean {
  return JSON.stringify(toAddress(one)) === JSON.stringify(toAddress(other))
}

/** How many filters narrow the list; the order is none. */
export function countOf(filters: Filters): number {
  return Object.keys(toFilter(filters)).length
}
