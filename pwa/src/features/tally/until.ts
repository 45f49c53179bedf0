/** Somebody stands at the site and waits for the keys: asks every few seconds until they are there, and when a network is. */
import { onBeforeUnmount, onMounted } from 'vue'
import { idleMs } from '@/core/ui/idle'
import { EMPTY_CHAIR_MS, usePolling } from '@/core/ui/polling'

const SOON_MS = 4000
const LATER_MS = 120_000

export function useAskingUntil(isThere: () => boolean, load: () => Promise<unknown>): void {
  const again = () => void load()
  usePolling(async () => void (isThere() || (await load())), SOON_MS)
  /** Out of a pocket, untouched for long: polling would wait for a finger. */
  const seen = () => document.visibilityState === 'visible' && idleMs() >= EMPTY_CHAIR_MS && again()
  // The plan may change while somebody counts, or the session be finished.
  usePolling(load, LATER_MS)
  onMounted(() => {
    again()
    window.addEventListener('online', again)
    document.addEventListener('visibilitychange', seen)
  })
  onBeforeUnmount(() => {
    window.removeEventListener('online', again)
    document.removeEventListener('visibilitychange', seen)
  })
}
