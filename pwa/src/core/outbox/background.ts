/** Sending after the app was closed, where the browser offers it. A help, never relied upon. */
export const SYNC_TAG = 'luzhang-outbox'

interface SyncManager {
  register: (tag: string) => Promise<void>
}

/** Has the service worker woken when there is a network again. */
export async function askForBackground(): Promise<void> {
  try {
    const worker = await navigator.serviceWorker?.getRegistration()
    await (worker as { sync?: SyncManager } | undefined)?.sync?.register(SYNC_TAG)
  } catch {
    // Refused or unknown: the app sends when it is open.
  }
}
