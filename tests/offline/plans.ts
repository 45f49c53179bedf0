/** What is to be reported on a walk, all of it by seed. */
import { chance } from './chance'
import { jpeg } from './jpeg'

export interface Plan {
  /** Written into the description, so that each report is told apart wherever it turns up. */
  tag: string
  photos: [Buffer, Buffer]
  is_self_handled: boolean
  /** Through the screens, as a person does; else through what these screens call. */
  by_hand: boolean
  /** The battery falls out so long after this was begun; null when it does not. */
  killed_after: number | null
  place: { lon: number, lat: number }
}

const ONE_IN = { by_hand: 8, self_handled: 5, same_photo: 6, kill: 12 }
const LONGEST_MS = 1_500

/** About half of what is killed is killed at the work, the rest while things are on their way. */
export function plan(seed: number, n: number): Plan {
  const lot = (what: string) => chance(seed, what, n)
  const oneIn = (what: keyof typeof ONE_IN, turn = 0) => n % ONE_IN[what] === turn
  // The same picture once more, in a report of its own, as with "same as last".
  const further = n > 0 && oneIn('same_photo', 3) ? n - 1 : n
  return {
    tag: `报告 ${seed}-${n}`,
    photos: [jpeg(seed, `${n} before`), jpeg(seed, `${further} further`)],
    is_self_handled: oneIn('self_handled', 2),
    by_hand: oneIn('by_hand'),
    killed_after: lot('killed') < 1 / ONE_IN.kill ? lot('moment') * LONGEST_MS : null,
    place: { lon: 113.6 + lot('lon') / 100, lat: 34.75 + lot('lat') / 100 },
  }
}
