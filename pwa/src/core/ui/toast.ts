/** One quiet line at the foot of the screen, read out politely. */
import { readonly, ref } from 'vue'

export interface Action {
  words: string
  run: () => void
}

export interface Toast {
  words: string
  actions: Action[]
}

const current = ref<Toast | null>(null)
export const toast = readonly(current)
let timer: ReturnType<typeof setTimeout> | undefined

export function say(words: string, actions: Action | Action[] = [], ms = 6000): void {
  clearTimeout(timer)
  current.value = { words, actions: [actions].flat() }
  timer = setTimeout(hush, ms)
}

export function hush(): void {
  clearTimeout(timer)
  current.value = null
}
