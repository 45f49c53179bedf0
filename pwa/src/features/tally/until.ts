/** Somebody stands at the site and waits for the keys: asks every few seconds until they are there, and when a network is. */
import { onBeforeUnmount, onMounted } from 'vue'
import { usePolling } from '@/core/ui/polling'

const SOON_MS = 4000
const LATER_MS = 120_000

export function useAskingUntil(isThere: () => boolean, load: () => Promise<unknown>): void {
  const again = () => void load()
  usePolling(async () => void (isThere() || (await load())), SOON_MS)
  // The plan may change while somebody counts.
  usePolling(load, LATER_MS)
  onMounted(() => {
    again()
    window.addEventListener('online', again)
  })
  onBeforeUnmount(() => window.removeEventListener('online', again))
}
