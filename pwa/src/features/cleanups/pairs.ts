/** Before and after, side by side. */
import type { ShownPhoto } from './foresee'

export interface Pair {
  key: string
  before: ShownPhoto | null
  after: ShownPhoto | null
}

/** By the server's number, or by what a photo was taken for; of two with one place in a pair the second stands apart. */
export function pairsOf(photos: ShownPhoto[]): Pair[] {
  const pairs: (Pair & { number: number | null })[] = []
  for (const photo of [...photos].sort((a, b) => Number(a.role === 'after') - Number(b.role === 'after'))) {
    const home = pairs.find((pair) => pair[photo.role] === null && belongs(photo, pair))
    if (home) home[photo.role] = photo
    else pairs.push({ key: photo.role + photo.sha256, number: photo.pair, before: null, after: null, [photo.role]: photo })
  }
  return pairs.sort((a, b) => (a.number ?? Infinity) - (b.number ?? Infinity) || 0).map(({ key, before, after }) => ({ key, before, after }))
}

function belongs({ pair, beside }: ShownPhoto, { number, before }: Pair & { number: number | null }): boolean {
  return pair !== null ? pair === number : beside !== null && beside === before?.sha256
}
