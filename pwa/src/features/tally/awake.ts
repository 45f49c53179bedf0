/** While somebody counts, the screen stays on where the browser allows it: a dark one swallows the next tap. */
import { onBeforeUnmount, onMounted } from 'vue'

export function useAwake(): void {
  let lock: WakeLockSentinel | null = null

  async function ask(): Promise<void> {
    if (document.visibilityState !== 'visible') return
    // Refused where the battery is low.
    lock = (await navigator.wakeLock?.request('screen').catch(() => null)) ?? null
  }

  onMounted(() => {
    void ask()
    document.addEventListener('visibilitychange', ask)
  })
  onBeforeUnmount(() => {
    document.removeEventListener('visibilitychange', ask)
    void lock?.release().catch(() => undefined)
  })
}
