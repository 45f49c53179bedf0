/** How long until the server is asked again. Pure, so that it can be tested alone. */

export interface Mood {
  failures: number
  /** Since the phone was taken in hand, or since something was last told. */
  sinceWakeMs: number
  idleMs: number
  chance: number
}

const QUICK_MS = 15_000
const USUAL_MS = 60_000
const REST_MS = 5 * 60_000
const AWAKE_MS = 2 * 60_000

export function nextAsk({ failures, sinceWakeMs, idleMs, chance }: Mood): number {
  // A tenth of chance keeps a street full of phones from calling in step.
  const spread = 0.9 + 0.2 * chance
  if (failures > 0) return Math.min(REST_MS, 5_000 * 2 ** Math.min(failures - 1, 10)) * spread
  if (idleMs > REST_MS) return REST_MS * spread
  return (sinceWakeMs < AWAKE_MS ? QUICK_MS : USUAL_MS) * spread
}
