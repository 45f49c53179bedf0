/** Keys of the desk: single letters, never while somebody is writing; with Ctrl or Shift only where an act asks for it by name. */
import { onBeforeUnmount, onMounted } from 'vue'
import { hush, toast } from '@/core/ui/toast'

/** By key: `j`, `ArrowDown`, `?`; with a modifier `Ctrl+z`, `Shift+ArrowDown`. A command key counts as Ctrl. */
export type Keys = Record<string, () => void>

/** Boxes to tick take no letters, but some of them the arrows. */
const TICKED = /^(checkbox|radio|button|submit|file|range)$/

function isWriting(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement && TICKED.test(target.type)) return key.startsWith('Arrow') && /^(radio|range)$/.test(target.type)
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)
}

/** What presses a button or follows a link is the browser's while one has the focus. */
function isPressing(target: EventTarget | null, key: string): boolean {
  if (key !== 'Enter' && key !== ' ') return false
  return target instanceof HTMLElement && target.closest('a, button, summary, input') !== null
}

/** The act for this key press, if any. Letters are the same with and without Shift, unless both are asked for. */
export function actFor(event: KeyboardEvent, keys: Keys): (() => void) | null {
  if (event.altKey || event.isComposing || (event.repeat && event.key.length > 1 && !/^(Arrow|Page)/.test(event.key))) return null
  if (event.key !== 'Escape' && (isWriting(event.target, event.key) || isPressing(event.target, event.key))) return null
  const name = event.key.length === 1 ? event.key.toLowerCase() : event.key
  const held = event.ctrlKey || event.metaKey ? 'Ctrl+' : ''
  return (event.shiftKey ? keys[`${held}Shift+${name}`] : undefined) ?? keys[held + name] ?? null
}

/** Something lies over the desk and has keys of its own. */
export function isCovered(): boolean {
  return document.querySelector('.el-overlay:not([style*="display: none"]) .el-dialog, dialog[open]') !== null
}

/** `keys` is asked at each press, so that it always fits the case shown. */
export function useKeys(keys: () => Keys): void {
  function press(event: KeyboardEvent): void {
    if (isCovered()) return
    const act = actFor(event, keys())
    if (!act) return
    event.preventDefault()
    act()
  }
  onMounted(() => window.addEventListener('keydown', press))
  onBeforeUnmount(() => window.removeEventListener('keydown', press))
}

/** Takes back what the line at the foot still offers to take back; once. */
export function takeBackLast(): void {
  const way = toast.value?.actions[0]
  hush()
  way?.run()
}
