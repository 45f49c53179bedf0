/** Chance that can be had again: the same seed and the same words give the same number. */

/** From 0 up to, but never reaching, 1. */
export function chance(seed: number, ...words: (string | number)[]): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0
  for (const letter of words.join('\u0000')) hash = Math.imul(hash ^ letter.codePointAt(0)!, 0x01000193)
  // FNV alone leaves neighbours close together; this spreads them.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32
}

export function pick<T>(from: readonly T[], lot: number): T {
  return from[Math.floor(lot * from.length)]!
}

/** Given by OFFLINE_SEED to have a failure again, else a new one. */
export function givenSeed(): number {
  return Number(process.env.OFFLINE_SEED ?? Math.floor(Math.random() * 1e9))
}
