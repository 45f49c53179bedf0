/** The order of levels. */
import type { Level } from '@/core/api'

/** Counted anew with the level at `index` and the one above it swapped; only those whose rank changes. */
export function swapped(levels: Level[], index: number): Level[] {
  const order = [...levels]
  order.splice(index - 1, 2, levels[index]!, levels[index - 1]!)
  return order.map((level, place) => ({ ...level, rank: place + 1 })).filter(({ id, rank }) => levels.find((one) => one.id === id)!.rank !== rank)
}
