/** Where the phone is: watched while a screen with a shutter is open, and the best fix for a moment on demand. */
import { readonly, ref } from 'vue'

export interface Fix {
  lon: number
  lat: number
  accuracy_m: number
  heading: number | null
  /** ISO time of the fix itself. */
  at: string
}

/** Farther from a moment than this, a fix says where one was then, not at that moment. */
const NEAR_MS = 15_000
/** Fixes are remembered as long as the camera app may keep somebody. */
const REMEMBERED_MS = 3 * 60_000
const WALK_M_PER_S = 1.4
const GOOD_M = 30

export type Trouble = 'denied' | 'unavailable' | null

let recent: Fix[] = []
const latest = ref<Fix | null>(null)
const trouble = ref<Trouble>(null)
let watch: number | null = null
let users = 0

export const position = { latest: readonly(latest), trouble: readonly(trouble) }

/** Counts its users; answers with the way to stop. */
export function watchPosition(): () => void {
  users += 1
  if (users === 1) start()
  let isOver = false
  return () => {
    if (isOver) return
    isOver = true
    users -= 1
    if (users === 0 && watch !== null) {
      navigator.geolocation.clearWatch(watch)
      watch = null
    }
  }
}

/** As watchPosition, but only where the phone has long been allowed to: a screen that is merely opened must not ask. */
export function watchIfGranted(): () => void {
  let stop: () => void = () => undefined
  let isOver = false
  const ask = navigator.permissions?.query({ name: 'geolocation' })
  void ask?.then(({ state }) => {
    if (state === 'granted' && !isOver) stop = watchPosition()
  }, () => undefined)
  return () => {
    isOver = true
    stop()
  }
}

function start(): void {
  if (!navigator.geolocation) {
    trouble.value = 'unavailable'
    return
  }
  watch = navigator.geolocation.watchPosition(
    (found) => {
      trouble.value = null
      note(fixOf(found))
    },
    (error) => {
      trouble.value = error.code === error.PERMISSION_DENIED ? 'denied' : 'unavailable'
    },
    { enableHighAccuracy: true, maximumAge: 5_000, timeout: 20_000 },
  )
}

function fixOf({ coords, timestamp }: GeolocationPosition, now = Date.now()): Fix {
  const heading = coords.heading !== null && Number.isFinite(coords.heading) ? coords.heading : null
  // Some receivers count from another year: a fix that has just come is of now.
  const at = Math.abs(now - timestamp) <= REMEMBERED_MS ? timestamp : now
  return { lon: coords.longitude, lat: coords.latitude, accuracy_m: coords.accuracy, heading, at: new Date(at).toISOString() }
}

function note(fix: Fix): void {
  recent = [...recent.filter((other) => Date.now() - Date.parse(other.at) <= REMEMBERED_MS), fix]
  latest.value = fix
}

/** How far this fix may be from where one stood at that moment: its own error, and what one walks in between. */
export function offBy(fix: Fix, at: number): number {
  return fix.accuracy_m + (WALK_M_PER_S * Math.abs(Date.parse(fix.at) - at)) / 1000
}

/** The fix that says best where the phone was at this moment, before or after it; null when there is none near it. */
export function bestFix(at = Date.now()): Fix | null {
  const near = recent.filter((fix) => Math.abs(Date.parse(fix.at) - at) <= NEAR_MS)
  return near.reduce<Fix | null>((best, fix) => (best && offBy(best, at) <= offBy(fix, at) ? best : fix), null)
}

export function isGood(fix: Fix | null): boolean {
  return fix !== null && fix.accuracy_m <= GOOD_M
}
