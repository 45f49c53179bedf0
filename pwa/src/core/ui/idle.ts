/** How long nobody has touched this screen. A screen that asks the server by itself must not keep a log-in alive for an empty chair. */
let touchedAt = Date.now()
const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const

for (const sign of signs) window.addEventListener(sign, () => (touchedAt = Date.now()), { passive: true, capture: true })

export function idleMs(): number {
  return Date.now() - touchedAt
}
