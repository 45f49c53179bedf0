/** What the queue shows, as it stands in the address bar: a filter can be sent to a colleague as a link. */
import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import type { CaseRow, Id, Light, Status } from '@/core/api'
import { lights, looks } from '@/core/ui/status'

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
export const sources: readonly Source[] = ['patrol', 'public', 'hotline', 'video', 'leader', 'department', 'media', 'import']
const statuses = Object.keys(looks) as Status[]
const lit = Object.keys(lights) as Light[]
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

/** What nobody has, from a link typed or cut by hand, narrows nothing. */
function among<Name extends string>(value: LocationQuery[string] | undefined, known: readonly Name[]): Name[] {
  return all(value).filter((one): one is Name => (known as readonly string[]).includes(one))
}

/** Four numbers, west of east and south of north. */
function isBox(text: string): boolean {
  const edges = text.split(',').map((edge) => (edge.trim() ? Number(edge) : NaN))
  const [west, south, east, north] = edges as [number, number, number, number]
  return edges.length === 4 && edges.every(Number.isFinite) && west < east && south < north
}

/** From the desk's own address or from a query as the server writes it (`overdue=true`, `sort=due_at`). */
export function fromAddress(query: LocationQuery): Filters {
  const filters: Filters = { ...nothing, status: among(query.status, statuses), light: among(query.light, lit), source: among(query.source, sources) }
  for (const name of words) filters[name] = all(query[name])[0] ?? ''
  if (!isBox(filters.bbox)) filters.bbox = ''
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
