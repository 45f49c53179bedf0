/** After a move the screen changes under the finger: taps that were meant for what stood there before hit nothing. */
const CALM_MS = 350
let timer: ReturnType<typeof setTimeout> | undefined

export function calm(): void {
  const { style } = document.documentElement
  style.pointerEvents = 'none'
  clearTimeout(timer)
  timer = setTimeout(() => (style.pointerEvents = ''), CALM_MS)
}
