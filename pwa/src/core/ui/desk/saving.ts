/** One form on its way: busy, refused (with the fields the server names), or done. */
import { ref, shallowRef, type Ref } from 'vue'
import { ApiProblem } from '@/core/api'

export interface Saving {
  isBusy: Ref<boolean>
  problem: Ref<unknown>
  /** True when it went through. */
  save: (work: () => Promise<unknown>) => Promise<boolean>
  isWrong: (field: string) => boolean
}

export function useSaving(): Saving {
  const isBusy = ref(false)
  const problem = shallowRef<unknown>(null)

  async function save(work: () => Promise<unknown>): Promise<boolean> {
    if (isBusy.value) return false
    isBusy.value = true
    problem.value = null
    try {
      await work()
      return true
    } catch (error) {
      problem.value = error
      return false
    } finally {
      isBusy.value = false
    }
  }

  const isWrong = (field: string) => problem.value instanceof ApiProblem && field in (problem.value.document.fields ?? {})
  return { isBusy, problem, save, isWrong }
}
