/** A list that comes page by page, asked anew when its question changes. */
import { ref, shallowRef, watch, type Ref } from 'vue'
import { get, type Page } from '@/core/api'

export interface Paged<T> {
  rows: Ref<T[]>
  /** Of all pages, where the server says so. */
  total: Ref<number | null>
  problem: Ref<unknown>
  isLoading: Ref<boolean>
  hasMore: Ref<boolean>
  load: () => Promise<void>
  more: () => Promise<void>
}

/** `path` without limit and cursor. */
export function usePaged<T>(path: () => string, limit = 100): Paged<T> {
  const rows = shallowRef<T[]>([]) as Ref<T[]>
  const total = ref<number | null>(null)
  const problem = shallowRef<unknown>(null)
  const isLoading = ref(false)
  const hasMore = ref(false)
  let cursor: string | null = null
  let asked = 0

  async function ask(after: string | null): Promise<void> {
    const mine = ++asked
    const base = path()
    const place = `${base}${base.includes('?') ? '&' : '?'}limit=${limit}${after ? `&cursor=${encodeURIComponent(after)}` : ''}`
    isLoading.value = true
    try {
      const page = await get<Page<T>>(place)
      if (mine !== asked) return
      rows.value = after ? [...rows.value, ...page.items] : page.items
      total.value = page.total ?? null
      cursor = page.next_cursor
      hasMore.value = cursor !== null
      problem.value = null
    } catch (error) {
      if (mine === asked) problem.value = error
    } finally {
      if (mine === asked) isLoading.value = false
    }
  }

  const load = () => ask(null)
  const more = async () => void (cursor && (await ask(cursor)))
  watch(path, load, { immediate: true })
  return { rows, total, problem, isLoading, hasMore, load, more }
}
