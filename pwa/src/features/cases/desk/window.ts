/** Which ranks of a long list are in sight, by where it is scrolled to. */
import { computed, onBeforeUnmount, onMounted, ref, type ComputedRef, type Ref } from 'vue'

export const ROW = 44
/** Drawn beyond what is seen, so that a turn of the wheel meets no gap. */
const BEYOND = 8

export interface Sight {
  first: ComputedRef<number>
  last: ComputedRef<number>
  onScroll: () => void
  /** Scrolls no further than it takes to see the row. */
  reveal: (rank: number) => void
  /** The rank at this height of the window. */
  rankAt: (clientY: number) => number
}

export function useSight(list: Readonly<Ref<HTMLElement | null>>, size: () => number): Sight {
  const top = ref(0)
  const height = ref(800)
  let watcher: ResizeObserver | undefined

  const first = computed(() => Math.max(0, Math.min(Math.floor(top.value / ROW) - BEYOND, size() - 1)))
  const last = computed(() => Math.min(size() - 1, Math.ceil((top.value + height.value) / ROW) + BEYOND))

  function measure(): void {
    height.value = list.value?.clientHeight || 800
    top.value = list.value?.scrollTop ?? 0
  }

  function reveal(rank: number): void {
    const box = list.value
    if (!box) return
    const [from, to] = [rank * ROW, (rank + 1) * ROW]
    if (from < box.scrollTop) box.scrollTop = from
    else if (to > box.scrollTop + height.value) box.scrollTop = to - height.value
    measure()
  }

  function rankAt(clientY: number): number {
    const box = list.value
    const rank = Math.floor((clientY - (box?.getBoundingClientRect().top ?? 0) + (box?.scrollTop ?? 0)) / ROW)
    return Math.max(0, Math.min(rank, size() - 1))
  }

  onMounted(() => {
    measure()
    if (!list.value || typeof ResizeObserver === 'undefined') return
    watcher = new ResizeObserver(measure)
    watcher.observe(list.value)
  })
  onBeforeUnmount(() => watcher?.disconnect())
  return { first, last, onScroll: measure, reveal, rankAt }
}
