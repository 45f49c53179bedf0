/** Room kept free on a phone that may be full; apart from what watches it, as the worker needs it as well. */
/**
 * Room set aside for one photo. Chromium answers every question about the quota with ten gigabytes more than is used,
 * however full the disk is: only writing tells. What cannot be set aside is known before the shutter, and a photo that
 * finds no room takes this one.
 */
const RESERVE = 'luzhang-reserve'
const RESERVE_BYTES = 8 * 1024 * 1024

/** False when there is no room for the reserve. Called from the worker first of all: to make the bytes stops a page. */
export async function setAside(): Promise<boolean> {
  try {
    const store = await caches.open(RESERVE)
    // Its name only: a response in hand would keep the room from being given back.
    if (!(await store.keys('/reserve')).length) await store.put('/reserve', new Response(new Uint8Array(RESERVE_BYTES)))
    return true
  } catch (error) {
    return !isOutOfRoom(error)
  }
}

/** The entry, not the cache: a cache's room is given back only when nobody has it open any more. */
export async function dropReserve(): Promise<void> {
  const store = await globalThis.caches?.open(RESERVE).catch(() => undefined)
  await store?.delete('/reserve').catch(() => false)
}

/** Whether a write failed for want of room, however deep the database wrapped the reason. */
export function isOutOfRoom(error: unknown): boolean {
  for (let cause = error as { name?: string; inner?: unknown } | null | undefined; cause; cause = cause.inner as typeof cause) {
    if (cause.name === 'QuotaExceededError') return true
  }
  return false
}
