/** Fingers are quicker than disks: taps stand in line, are shown at once and stored one lot after the other, none twice. */
import { ref, shallowReactive } from 'vue'
import type { Tally } from '@/core/db'
import { sendTalliesSoon } from './sender'
import { placeOf, storeTaps, type CountingAt, type Tap } from './store'

const AGAIN_MS = 1000

export interface Line {
  /** Made and not stored yet. */
  taps: Tap[]
  /** As last stored by this page, until the database itself says so. */
  stored: Tally | null
}

const lines = new Map<string, Line>()
const writing = new Map<string, Promise<void>>()
/** The phone does not take them, mostly as it is full; they stand in line as long as the page is open. */
export const isPhoneFull = ref(false)

/** Outlives the screen: somebody may go back before the disk is through. */
export function lineAt(place: string): Line {
  const line = lines.get(place) ?? shallowReactive<Line>({ taps: [], stored: null })
  lines.set(place, line)
  return line
}

/** Resolves when everything tapped so far at this place is stored, or could not be. */
export function tap(at: CountingAt, made: Tap): Promise<void> {
  const place = placeOf(at)
  const line = lineAt(place)
  line.taps = [...line.taps, made]
  const running = writing.get(place) ?? write(at, line).finally(() => writing.delete(place))
  writing.set(place, running)
  return running
}

async function write(at: CountingAt, line: Line): Promise<void> {
  while (line.taps.length) {
    const lot = line.taps
    try {
      line.stored = (await storeTaps(at, lot)) ?? line.stored
    } catch {
      isPhoneFull.value = true
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
      continue
    }
    isPhoneFull.value = false
    line.taps = line.taps.slice(lot.length)
    sendTalliesSoon()
  }
}
