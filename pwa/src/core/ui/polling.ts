/** Looks again every few seconds, but only while somebody can see the screen and is at it; at once when it is looked at again. */
import { onBeforeUnmount, onMounted } from 'vue'
import { idleMs } from './idle'

export const EMPTY_CHAIR_MS = 5 * 60_000

export function usePolling(look: () => Promise<unknown>, everyMs: number): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let isOver = false

  async function again(): Promise<void> {
    clearTimeout(timer)
    const isSeen = () => document.visibilityState === 'visible'
    if (isSeen() && idleMs() < EMPTY_CHAIR_MS) await look().catch(() => undefined)
    if (!isOver && isSeen()) timer = setTimeout(again, everyMs)
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
