/** One form on its way: busy, refused, or gone through. */
import { ref, shallowRef, type Ref } from 'vue'

export interface Saving {
  isBusy: Ref<boolean>
  problem: Ref<unknown>
  /** True when it went through. */
  save: (work: () => Promise<unknown>) => Promise<boolean>
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

  return { isBusy, problem, save }
}
