import type { Id } from '@/core/api'
import type { Tone } from '@/core/ui/status'

export interface MapPoint {
  id: Id
  lon: number
  lat: number
  tone: Tone
  /** Read out and shown on hover. */
  words: string
}

/** A mark that stands for several things near each other; pressed, the map goes closer. */
export interface MapCell {
  lon: number
  lat: number
  count: number
  tone: Tone
  words: string
}

/** A place to nudge: the pin, and how exact the phone's own fix is. */
export interface PinPlace {
  lon: number
  lat: number
  accuracy_m: number | null
}
