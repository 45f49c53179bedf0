/** How much room the phone leaves us: asked before the shutter, so that a full disk is never found out after it. */
import { readonly, ref } from 'vue'

export interface Room {
  used: number
  /** What the browser grants altogether; null where it does not say. */
  quota: number | null
  free: number
  /** Soon to be full: time to send or clear up. */
  isTight: boolean
  /** No room for one more photo with its report. */
  isFull: boolean
}

const MB = 1024 * 1024
/** The untouched photo of a good camera, its smaller copy beside it for a moment, and the browser's own share. */
const ONE_PHOTO = 24 * MB
const SOON = 200 * MB

const latest = ref<Room>({ used: 0, quota: null, free: Infinity, isTight: false, isFull: false })
/** As last estimated, for what cannot wait for the answer, such as a tap on the shutter. */
export const room = readonly(latest)

export async function estimate(): Promise<Room> {
  const { usage = 0, quota = null } = (await navigator.storage?.estimate?.().catch(() => null)) ?? {}
  const free = quota === null ? Infinity : Math.max(0, quota - usage)
  latest.value = { used: usage, quota, free, isTight: free < SOON, isFull: free < ONE_PHOTO }
  return latest.value
}

/** Whether one more photo would find room; where the browser does not say, it may. */
export async function mayShoot(): Promise<boolean> {
  return !(await estimate()).isFull
}

/** Whether a write failed for want of room, however deep the database wrapped the reason. */
export function isOutOfRoom(error: unknown): boolean {
  for (let cause = error as { name?: string; inner?: unknown } | null | undefined; cause; cause = cause.inner as typeof cause) {
    if (cause.name === 'QuotaExceededError') return true
  }
  return false
}
