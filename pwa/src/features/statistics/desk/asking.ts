/** All that the page asks for one span and unit; weeks come year by year, so several answers make one list. */
import { onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import { get, query } from '@/core/api'
import type { Week } from '@/features/cleanups/desk/types'
import type { Span } from './span'
import { yearsOf } from './times'

export function useWeeks(span: () => Span, unit: () => string): { weeks: Ref<Week[]>; problem: Ref<unknown>; load: () => Promise<void> } {
  const weeks = shallowRef<Week[]>([])
  const problem = shallowRef<unknown>(null)
  let latest: AbortController | undefined

  async function load(): Promise<void> {
    latest?.abort()
    const mine = (latest = new AbortController())
    const paths = yearsOf(span()).map((year) => `/cleanup-weeks${query({ year, unit_id: unit() })}`)
    try {
      const found = await Promise.all(paths.map((path) => get<{ items: Week[] }>(path, { signal: mine.signal })))
      if (mine !== latest) return
      weeks.value = found.flatMap(({ items }) => items)
      problem.value = null
    } catch (error) {
      if (mine === latest) problem.value = error
    }
  }

  watch(() => `${yearsOf(span()).join()} ${unit()}`, load, { immediate: true })
  onScopeDispose(() => latest?.abort())
  return { weeks, problem, load }
}
