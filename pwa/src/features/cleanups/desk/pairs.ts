/** Photos of a site by pairs: which stand side by side, and what has to be sent when one goes to another pair. */
import type { Site } from './types'

export type SitePhoto = Site['photos'][number]
export type PairRole = SitePhoto['role']
export const roles: PairRole[] = ['before', 'after']

export interface PhotoPair {
  pair: number
  before: SitePhoto[]
  after: SitePhoto[]
}

/** A photo named anew: as it is to stand. */
export interface Naming {
  sha256: string
  role: PairRole
  pair: number
}

export const keyOf = ({ sha256, role }: Pick<SitePhoto, 'sha256' | 'role'>): string => `${sha256} ${role}`
export const naming = ({ sha256, role, pair }: SitePhoto): Naming => ({ sha256, role, pair })

export function pairsOf(photos: SitePhoto[]): PhotoPair[] {
  const numbers = [...new Set(photos.map(({ pair }) => pair))].sort((a, b) => a - b)
  const of = (pair: number, role: PairRole) => photos.filter((photo) => photo.pair === pair && photo.role === role)
  return numbers.map((pair) => ({ pair, before: of(pair, 'before'), after: of(pair, 'after') }))
}

/** Only such a pair can stand in a brief. */
export const isWhole = ({ before, after }: PhotoPair): boolean => [before, after].every((photos) => photos.some(({ ready }) => ready))

/** Where a photo may go: every pair there is, and one of its own. */
export function targetsFor(photos: SitePhoto[], photo: SitePhoto): number[] {
  const numbers = pairsOf(photos).map(({ pair }) => pair)
  const fresh = Array.from({ length: numbers.length + 1 }, (_, i) => i + 1).find((number) => !numbers.includes(number))!
  const isAlone = photos.filter(({ pair }) => pair === photo.pair).length === 1
  return (isAlone ? numbers : [...numbers, fresh]).filter((pair) => pair <= 99).sort((a, b) => a - b)
}

/** A photo goes to another pair; whichever stood there in its role takes its place. */
export function moved(photos: SitePhoto[], photo: SitePhoto, pair: number): Naming[] {
  const there = photos.filter((one) => one.pair === pair && one.role === photo.role)
  return [{ ...naming(photo), pair }, ...there.map((one) => ({ ...naming(one), pair: photo.pair }))]
}

/** The same photos as they stood before. */
export function takenBack(photos: SitePhoto[], made: Naming[]): Naming[] {
  const before = new Map(photos.map((photo) => [keyOf(photo), photo]))
  return made.flatMap((one) => {
    const photo = before.get(keyOf(one))
    return photo ? [naming(photo)] : []
  })
}
