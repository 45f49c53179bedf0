/** How much room the phone leaves us: asked before the shutter, so that a full disk is never found out after it. */
import { readonly, ref } from 'vue'
import { dropReserve, isOutOfRoom, setAside } from './reserve'

export { isOutOfRoom, setAside }

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

let hasReserve = true

const latest = ref<Room>({ used: 0, quota: null, free: Infinity, isTight: false, isFull: false })
/** As last estimated, for what cannot wait for the answer, such as a tap on the shutter. */
export const room = readonly(latest)

export async function estimate(): Promise<Room> {
  const { usage = 0, quota = null } = (await navigator.storage?.estimate?.().catch(() => null)) ?? {}
  const free = quota === null ? Infinity : Math.max(0, quota - usage)
  if (!hasReserve) hasReserve = await setAside()
  latest.value = { used: usage, quota, free, isTight: free < SOON, isFull: free < ONE_PHOTO || !hasReserve }
  return latest.value
}

/** What the worker found; or that the reserve has been used up. */
export function noteReserve(isThere: boolean): void {
  hasReserve = isThere
  latest.value = { ...latest.value, isFull: latest.value.free < ONE_PHOTO || !isThere }
}

/** A photo is in hand and finds no room: it may have the reserve. */
export async function useReserve(): Promise<void> {
  await dropReserve()
  noteReserve(false)
}

/** Whether one more photo would find room; where the browser does not say, it may. */
export async function mayShoot(): Promise<boolean> {
  return !(await estimate()).isFull
}
