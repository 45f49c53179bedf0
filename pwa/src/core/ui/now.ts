/** A clock that ticks by the half minute, shared by all who show durations. */
import { ref, type Ref } from 'vue'

const now = ref(Date.now())
let isTicking = false

export function useNow(): Ref<number> {
  now.value = Date.now()
  if (!isTicking) {
    isTicking = true
    setInterval(() => (now.value = Date.now()), 30_000)
  }
  return now
}
