/** Words being typed, and the same once the typing has paused. */
import { onScopeDispose, ref, watch, type Ref } from 'vue'

export function useTyped(first = '', pauseMs = 300): { text: Ref<string>; settled: Ref<string> } {
  const text = ref(first)
  const settled = ref(first)
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(text, (now) => {
    clearTimeout(timer)
    timer = setTimeout(() => (settled.value = now.trim()), pauseMs)
  })
  onScopeDispose(() => clearTimeout(timer))
  return { text, settled }
}
