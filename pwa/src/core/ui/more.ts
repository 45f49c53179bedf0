/** Long lists grow by a screen or two when asked: a phone draws thirty cards, not two thousand, and those it sees at once first. */
import { computed, onBeforeUnmount, onMounted, ref, watch, type ComputedRef, type Ref } from 'vue'

const STEP = 30
/** As many as a screen shows; the rest follows in pieces, lest a slow phone stand still. */
const SEEN = 6

export function useMore<T>(all: () => T[], reset: () => unknown = () => null): { shown: ComputedRef<T[]>; left: ComputedRef<number>; more: () => void; size: Ref<number> } {
  const size = ref(SEEN)
  let timer: ReturnType<typeof setTimeout> | undefined
  const grow = () => {
    size.value = Math.min(size.value + SEEN, STEP)
    if (size.value < STEP) timer = setTimeout(grow, 30)
  }
  onMounted(() => (timer = setTimeout(grow, 30)))
  onBeforeUnmount(() => clearTimeout(timer))
  watch(reset, () => (size.value = STEP))
  const shown = computed(() => all().slice(0, size.value))
  const left = computed(() => Math.max(0, all().length - size.value))
  return { shown, left, more: () => (size.value = Math.max(size.value, STEP) + STEP), size }
}
