/** Looks again every few seconds, but only while somebody can see the screen; at once when it is looked at again. */
import { onBeforeUnmount, onMounted } from 'vue'

export function usePolling(look: () => Promise<unknown>, everyMs: number): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let isOver = false

  async function again(): Promise<void> {
    clearTimeout(timer)
    if (document.visibilityState === 'visible') await look().catch(() => undefined)
    if (!isOver && document.visibilityState === 'visible') timer = setTimeout(again, everyMs)
  }

  function seen(): void {
    clearTimeout(timer)
    if (document.visibilityState === 'visible') void again()
  }

  onMounted(() => {
    timer = setTimeout(again, everyMs)
    document.addEventListener('visibilitychange', seen)
  })
  onBeforeUnmount(() => {
    isOver = true
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', seen)
  })
}
