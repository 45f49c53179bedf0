/** Room kept free on a phone that may be full; apart from what watches it, as the worker needs it as well. */
/**
 * Room set aside for one photo. Chromium answers every question about the quota with ten gigabytes more than is used,
 * however full the disk is: only writing tells. What cannot be set aside is known before the shutter, and a photo that
 * finds no room takes this one.
 */
const RESERVE = 'luzhang-reserve'
const RESERVE_BYTES = 8 * 1024 * 1024

/**
 * False when there is no room for the reserve. Called from the worker first of all: to make the bytes stops a page.
 * A file of its own, as its room is free as soon as it is removed; a cache keeps it as long as anybody has it open.
 */
export async function setAside(): Promise<boolean> {
  try {
    const file = await (await navigator.storage.getDirectory()).getFileHandle(RESERVE, { create: true })
    if ((await file.getFile()).size < RESERVE_BYTES) await fill(file)
    return true
  } catch (error) {
    // A browser without such files does without a reserve.
    return !isOutOfRoom(error)
  }
}

/** All of it or nothing: until it is closed the file is as it was. */
async function fill(file: FileSystemFileHandle): Promise<void> {
  const writing = await file.createWritable()
  try {
    await writing.write(new Uint8Array(RESERVE_BYTES))
    await writing.close()
  } catch (error) {
    await writing.abort().catch(() => undefined)
    throw error
  }
}

export async function dropReserve(): Promise<void> {
  try {
    await (await navigator.storage.getDirectory()).removeEntry(RESERVE)
  } catch {
    // There was none.
  }
}

/** Whether a write failed for want of room, however deep the database wrapped the reason. */
export function isOutOfRoom(error: unknown): boolean {
  for (let cause = error as { name?: string; inner?: unknown } | null | undefined; cause; cause = cause.inner as typeof cause) {
    if (cause.name === 'QuotaExceededError') return true
  }
  return false
}
