/** Where the phone is: watched while a report is open, and the best fix of the last seconds on demand. */
import { readonly, ref } from 'vue'

export interface Fix {
  lon: number
  lat: number
  accuracy_m: number
  heading: number | null
  /** ISO time of the fix itself. */
  at: string
}

/** Older than this a fix says where one was, not where one is. */
const FRESH_MS = 15_000
const GOOD_M = 30

export type Trouble = 'denied' | 'unavailable' | null

const recent: (Fix & { ms: number })[] = []
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

function start(): void {
  if (!navigator.geolocation) {
    trouble.value = 'unavailable'
    return
  }
  watch = navigator.geolocation.watchPosition(
    ({ coords, timestamp }) => {
      trouble.value = null
      const heading = coords.heading !== null && Number.isFinite(coords.heading) ? coords.heading : null
      const fix = { lon: coords.longitude, lat: coords.latitude, accuracy_m: coords.accuracy, heading, at: new Date(timestamp).toISOString() }
      recent.push({ ...fix, ms: Date.now() })
      if (recent.length > 40) recent.shift()
      latest.value = bestFix()
    },
    (error) => {
      trouble.value = error.code === error.PERMISSION_DENIED ? 'denied' : 'unavailable'
    },
    { enableHighAccuracy: true, maximumAge: 5_000, timeout: 20_000 },
  )
}

/** The most exact fix of the last seconds; null when there is none. */
export function bestFix(now = Date.now()): Fix | null {
  const fresh = recent.filter((fix) => now - fix.ms <= FRESH_MS)
  const best = fresh.sort((a, b) => a.accuracy_m - b.accuracy_m || b.ms - a.ms)[0]
  if (!best) return null
  const { lon, lat, accuracy_m, heading, at } = best
  return { lon, lat, accuracy_m, heading, at }
}

export function isGood(fix: Fix | null): boolean {
  return fix !== null && fix.accuracy_m <= GOOD_M
}
