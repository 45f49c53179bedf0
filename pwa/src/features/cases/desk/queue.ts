/** The queue as it stands on the server: pages by cursor, looked at again without losing one's place. */
import { onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue'
import { get, query, type CaseRow, type Id, type Page } from '@/core/api'
import { toQuery, type Filters } from './filters'

const PAGE = 50
const MOST_AT_ONCE = 200

export interface Queue {
  rows: Ref<CaseRow[]>
  total: Ref<number | null>
  isCapped: Ref<boolean>
  isLoading: Ref<boolean>
  problem: Ref<unknown>
  hasMore: Ref<boolean>
  load: () => Promise<void>
  loadMore: () => Promise<void>
  refresh: () => Promise<void>
  put: (row: Partial<CaseRow> & { id: Id }) => void
}

/** Fresh rows in front; of the older ones what did not move up among them. */
export function joined(fresh: CaseRow[], old: CaseRow[]): CaseRow[] {
  const known = new Set(fresh.map((row) => row.id))
  return [...fresh, ...old.filter((row) => !known.has(row.id))]
}

export function useQueue(filters: () => Filters): Queue {
  const rows = shallowRef<CaseRow[]>([])
  const total = ref<number | null>(null)
  const isCapped = ref(false)
  const isLoading = ref(false)
  const problem = shallowRef<unknown>(null)
  const hasMore = ref(false)
  let cursor: string | null = null
  let latest: AbortController | undefined

  async function ask(limit: number, after: string | null, take: (page: Page<CaseRow>) => void): Promise<void> {
    latest?.abort()
    const mine = (latest = new AbortController())
    const path = `/cases${query({ ...toQuery(filters()), limit, cursor: after })}`
    try {
      const page = await get<Page<CaseRow>>(path, { signal: mine.signal })
      if (mine !== latest) return
      take(page)
      problem.value = null
    } catch (error) {
      if (mine === latest) problem.value = error
    } finally {
      if (mine === latest) isLoading.value = false
    }
  }

  function count(page: Page<CaseRow>): void {
    total.value = page.total ?? null
    isCapped.value = page.total_capped ?? false
  }

  function turn(page: Page<CaseRow>): void {
    cursor = page.next_cursor
    hasMore.value = cursor !== null
  }

  function load(): Promise<void> {
    rows.value = []
    total.value = null
    hasMore.value = false
    isLoading.value = true
    return ask(PAGE, null, (page) => {
      rows.value = page.items
      count(page)
      turn(page)
    })
  }

  async function loadMore(): Promise<void> {
    if (isLoading.value || cursor === null) return
    isLoading.value = true
    await ask(PAGE, cursor, (page) => {
      rows.value = joined(rows.value, page.items)
      turn(page)
    })
  }

  /** Looks again at what is shown; with more rows than one answer carries, the rest stays as it was. */
  async function refresh(): Promise<void> {
    if (isLoading.value) return
    const limit = Math.min(MOST_AT_ONCE, Math.max(PAGE, Math.ceil(rows.value.length / PAGE) * PAGE))
    const hadAll = rows.value.length <= MOST_AT_ONCE
    await ask(limit, null, (page) => {
      rows.value = hadAll ? page.items : joined(page.items, rows.value)
      count(page)
      if (hadAll) turn(page)
    })
  }

  function put(row: Partial<CaseRow> & { id: Id }): void {
    rows.value = rows.value.map((old) => (old.id === row.id ? { ...old, ...row } : old))
  }

  watch(() => JSON.stringify(toQuery(filters())), load, { immediate: true })
  onScopeDispose(() => latest?.abort())
  return { rows, total, isCapped, isLoading, problem, hasMore, load, loadMore, refresh, put }
}

/** The case to look at once this one has been dealt with: the one after it, or before it at the end. */
export function neighbour(rows: CaseRow[], id: Id, step: 1 | -1 = 1): Id | null {
  const at = rows.findIndex((row) => row.id === id)
  if (at < 0) return rows[0]?.id ?? null
  return (rows[at + step] ?? rows[at - step])?.id ?? null
}
