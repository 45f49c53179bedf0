/** Files of cases: asked for, watched while the worker writes them, fetched. */
import { computed, onMounted, shallowRef, type ComputedRef, type ShallowRef } from 'vue'
import { API, ApiProblem, get, post, remove, type Export, type Id } from '@/core/api'
import { usePolling } from '@/core/ui/polling'
import { toQuery, type Filters } from './filters'

export const EVERY_MS = 1000

export interface Exports {
  /** The newest first; null until known. */
  rows: ShallowRef<Export[] | null>
  problem: ShallowRef<unknown>
  /** How many the worker still writes. */
  unfinished: ComputedRef<number>
  load: () => Promise<void>
  order: (format: Export['format'], filters: Filters) => Promise<Export>
  drop: (id: Id) => Promise<void>
}

/** What narrows the list; the order of the rows is the file's own. */
export function filterOf(filters: Filters): Record<string, unknown> {
  return Object.fromEntries(Object.entries(toQuery(filters)).filter(([name]) => name !== 'sort'))
}

export const fileUrl = ({ id }: Export) => `${API}/exports/${id}/file`
export const isUnfinished = ({ status }: Export) => status === 'waiting' || status === 'running'

/** From 0 to 100; null while nobody knows how many there are. */
export function percentOf({ status, rows_done, rows_total }: Export): number | null {
  if (status === 'done') return 100
  if (rows_total === null) return null
  return rows_total ? Math.floor((100 * rows_done) / rows_total) : 100
}

/** "2.9 MB", "28 MB", "8 KB". */
export function sizeOf(bytes: number): string {
  const [size, unit] = bytes >= 1e6 ? [bytes / 1e6, 'MB'] : [bytes / 1e3, 'KB']
  return `${size >= 10 ? Math.round(size) : Math.max(0.1, Math.round(size * 10) / 10)} ${unit}`
}

export function useExports(): Exports {
  const rows = shallowRef<Export[] | null>(null)
  const problem = shallowRef<unknown>(null)
  const unfinished = computed(() => (rows.value ?? []).filter(isUnfinished).length)
  /** The same wish sent again after silence is the same file. */
  let attempt: { words: string; id: Id } | null = null

  async function load(): Promise<void> {
    try {
      rows.value = (await get<{ items: Export[] }>('/exports')).items
      problem.value = null
    } catch (error) {
      problem.value = error
    }
  }

  async function order(format: Export['format'], filters: Filters): Promise<Export> {
    const body = { format, filter: filterOf(filters) }
    const words = JSON.stringify(body)
    if (attempt?.words !== words) attempt = { words, id: crypto.randomUUID() }
    const accepted = await post<Export>('/exports', { id: attempt.id, ...body })
    attempt = null
    rows.value = [accepted, ...(rows.value ?? []).filter(({ id }) => id !== accepted.id)]
    return accepted
  }

  async function drop(id: Id): Promise<void> {
    try {
      await remove(`/exports/${id}`)
    } catch (error) {
      // Gone already is as good.
      if (!(error instanceof ApiProblem) || error.status !== 404) throw error
    }
    rows.value = (rows.value ?? []).filter((row) => row.id !== id)
  }

  onMounted(load)
  usePolling(async () => void ((unfinished.value || problem.value) && (await load())), EVERY_MS)
  return { rows, problem, unfinished, load, order, drop }
}
