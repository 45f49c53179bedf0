/** One quiet line at the foot of the screen, read out politely. */
import { readonly, ref } from 'vue'

export interface Toast {
  words: string
  action?: { words: string; run: () => void }
}

const current = ref<Toast | null>(null)
export const toast = readonly(current)
let timer: ReturnType<typeof setTimeout> | undefined

export function say(words: string, action?: Toast['action'], ms = 6000): void {
  clearTimeout(timer)
  current.value = { words, action }
  timer = setTimeout(hush, ms)
}

export function hush(): void {
  clearTimeout(timer)
  current.value = null
}
