/** How the screen looks: light, dark, sunlight, or as the phone says. Kept on the device. */
import { ref } from 'vue'

export type Mode = 'auto' | 'light' | 'dark' | 'sun'
export const modes: Mode[] = ['auto', 'light', 'dark', 'sun']

const key = 'display.mode'
const system = window.matchMedia('(prefers-color-scheme: dark)')
export const mode = ref<Mode>(kept())

/** A browser that keeps nothing for us, as some do that open links for another app, must still show the page. */
function kept(): Mode {
  try {
    return (localStorage.getItem(key) as Mode | null) ?? 'auto'
  } catch {
    return 'auto'
  }
}

export function applyMode(): void {
  const shown = mode.value === 'auto' ? (system.matches ? 'dark' : 'light') : mode.value
  document.documentElement.dataset.mode = shown
}

export function setMode(next: Mode): void {
  mode.value = next
  applyMode()
  try {
    localStorage.setItem(key, next)
  } catch {
    // Until the page is closed.
  }
}

system.addEventListener('change', applyMode)
