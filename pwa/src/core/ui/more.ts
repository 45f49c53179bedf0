/** Long lists grow by a screen or two when asked: a phone draws thirty cards at once, not two thousand. */
import { computed, ref, watch, type ComputedRef, type Ref } from 'vue'

const STEP = 30

export function useMore<T>(all: () => T[], reset: () => unknown = () => null): { shown: ComputedRef<T[]>; left: ComputedRef<number>; more: () => void; size: Ref<number> } {
  const size = ref(STEP)
  watch(reset, () => (size.value = STEP))
  const shown = computed(() => all().slice(0, size.value))
  const left = computed(() => Math.max(0, all().length - size.value))
  return { shown, left, more: () => (size.value += STEP), size }
}
