/** A question to the server that a screen keeps open: the answer, the waiting and the refusal, each to be shown. */
import { onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue'
import { get } from '.'

export interface Asked<T> {
  data: Ref<T | null>
  problem: Ref<unknown>
  isLoading: Ref<boolean>
  load: () => Promise<void>
}

/** Asks anew when the path changes; null asks nothing. An answer that was overtaken is thrown away. */
export function useAsked<T>(path: () => string | null): Asked<T> {
  const data = shallowRef<T | null>(null) as Ref<T | null>
  const problem = shallowRef<unknown>(null)
  const isLoading = ref(false)
  let latest: AbortController | undefined

  async function load(): Promise<void> {
    latest?.abort()
    const asked = path()
    if (asked === null) return void (data.value = null)
    const mine = (latest = new AbortController())
    isLoading.value = true
    try {
      const answer = await get<T>(asked, { signal: mine.signal })
      if (mine !== latest) return
      data.value = answer
      problem.value = null
    } catch (error) {
      if (mine === latest) problem.value = error
    } finally {
      if (mine === latest) isLoading.value = false
    }
  }

  watch(
    path,
    () => {
      data.value = null
      problem.value = null
      void load()
    },
    { immediate: true },
  )
  onScopeDispose(() => latest?.abort())
  return { data, problem, isLoading, load }
}
