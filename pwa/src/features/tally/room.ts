/** What the screen has room for, whatever its size and that of the letters. */
import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue'

export interface Room {
  /** All is seen at once: nothing to scroll. */
  isWhole: Ref<boolean>
  /** The foot leaves most of the screen to what is above it. */
  isFootLow: Ref<boolean>
}

export function useRoom(foot: () => HTMLElement | undefined): Room {
  const isWhole = ref(true)
  const isFootLow = ref(true)
  const watcher = new ResizeObserver(look)

  function look(): void {
    isWhole.value = document.body.scrollHeight <= window.innerHeight + 1
    isFootLow.value = (foot()?.offsetHeight ?? 0) <= window.innerHeight / 4
  }

  onMounted(() => {
    watcher.observe(document.body)
    const below = foot()
    if (below) watcher.observe(below)
    window.addEventListener('resize', look)
    look()
  })
  onBeforeUnmount(() => {
    watcher.disconnect()
    window.removeEventListener('resize', look)
  })
  return { isWhole, isFootLow }
}
