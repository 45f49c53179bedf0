/** Keys of the desk: single letters, never while somebody is writing and never with a modifier. */
import { onBeforeUnmount, onMounted } from 'vue'

export type Keys = Record<string, () => void>

function isWriting(target: EventTarget | null): boolean {
  const element = target instanceof HTMLElement ? target : null
  return element !== null && (element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName))
}

/** The act for this key press, if any. `capital` is told apart only for "?". */
export function actFor(event: KeyboardEvent, keys: Keys): (() => void) | null {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat && event.key.length > 1) return null
  if (event.key !== 'Escape' && isWriting(event.target)) return null
  return keys[event.key.length === 1 ? event.key.toLowerCase() : event.key] ?? null
}

/** `keys` is asked at each press, so that it always fits the case shown. */
export function useKeys(keys: () => Keys): void {
  function press(event: KeyboardEvent): void {
    if (document.querySelector('.el-overlay:not([style*="display: none"]) .el-dialog, dialog[open]')) return
    const act = actFor(event, keys())
    if (!act) return
    event.preventDefault()
    act()
  }
  onMounted(() => window.addEventListener('keydown', press))
  onBeforeUnmount(() => window.removeEventListener('keydown', press))
}
