/** What the queue shows, as it stands in the address bar: a filter can be sent to a colleague as a link. */
import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import type { Id, Light, Status } from '@/core/api'

export interface Filters {
  status: Status[]
  light: Light[]
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
  sort: string
}

const words = ['road_id', 'segment_id', 'unit_id', 'category_code', 'department_id', 'assignee_id', 'reporter_id', 'task', 'q', 'sort'] as const
const flags = ['overdue', 'unplaced'] as const
const lists = ['status', 'light'] as const

export const nothing: Filters = {
  status: [], light: [], road_id: '', segment_id: '', unit_id: '', category_code: '', department_id: '', assignee_id: '',
  reporter_id: '', overdue: false, unplaced: false, task: '', q: '', sort: '',
}

function all(value: LocationQuery[string] | undefined): string[] {
  return (Array.isArray(value) ? value : [value]).filter((one): one is string => !!one)
}

export function fromAddress(query: LocationQuery): Filters {
  const filters = { ...nothing, status: all(query.status) as Status[], light: all(query.light) as Light[] }
  for (const name of words) filters[name] = all(query[name])[0] ?? ''
  for (const name of flags) filters[name] = query[name] === '1'
  return filters
}

export function toAddress(filters: Filters): LocationQueryRaw {
  const query: LocationQueryRaw = {}
  for (const name of lists) if (filters[name].length) query[name] = filters[name]
  for (const name of words) if (filters[name]) query[name] = filters[name]
  for (const name of flags) if (filters[name]) query[name] = '1'
  return query
}

/** The same as `GET /cases` wants it. */
export function toQuery(filters: Filters): Record<string, string | string[] | boolean> {
  const asked: Record<string, string | string[] | boolean> = { ...(toAddress(filters) as Record<string, string | string[]>) }
  for (const name of flags) if (filters[name]) asked[name] = true
  return asked
}

export function isSame(one: Filters, other: Filters): boolean {
  return JSON.stringify(toAddress(one)) === JSON.stringify(toAddress(other))
}

/** How many filters narrow the list; the order is none. */
export function countOf(filters: Filters): number {
  return Object.keys(toAddress(filters)).filter((name) => name !== 'sort').length
}
