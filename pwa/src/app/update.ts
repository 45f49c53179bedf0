/** Registers the service worker and says when a newer app lies ready, runs already, or is needed to go on. */
import { db } from '@/core/db'

/** ready: lies on this phone · taken: another page runs on it already · broken: a part of this page cannot be loaded. */
export type Standing = 'ready' | 'taken' | 'broken'

const ASK_AGAIN_MS = 4 * 3600_000
const LOOKED_AT_AGAIN_MS = 3600_000

export function watchForUpdate(offer: (standing: Standing, accept: () => void) => void, mayReload: () => boolean): void {
  const reload = () => location.reload()
  // Vite says so when a part that comes on demand does not come: no network, or it went with an update.
  window.addEventListener('vite:preloadError', () => offer('broken', reload))
  // A newer page has put the database on a newer version; Dexie has let go, opens it again when asked and goes on.
  db.on('versionchange', () => offer('taken', reload))
  // Who signs in by QR comes once and on a line shared with hundreds: the app is not for them to keep.
  if (!import.meta.env.PROD || !('serviceWorker' in navigator) || location.pathname.startsWith('/sign-in/')) return
  const { serviceWorker } = navigator
  const hadWorker = serviceWorker.controller !== null
  let hasAccepted = false

  function accept(registration: ServiceWorkerRegistration): void {
    hasAccepted = true
    // Taken elsewhere meanwhile, it waits no more.
    if (registration.waiting) registration.waiting.postMessage({ type: 'SKIP_WAITING' })
    else reload()
  }

  void serviceWorker.register('/sw.js').then((registration) => {
    const propose = () => offer('ready', () => accept(registration))
    if (registration.waiting && hadWorker) propose()
    registration.addEventListener('updatefound', () => {
      const worker = registration.installing
      worker?.addEventListener('statechange', () => {
        if (worker.state === 'installed' && serviceWorker.controller) propose()
      })
    })
    askNowAndThen(registration)
  }, () => undefined)

  let isReloading = false
  serviceWorker.addEventListener('controllerchange', () => {
    // The very first worker takes over quietly. Accepted in another tab, or a good while ago, a report may be under way here.
    if (!hadWorker || isReloading) return
    if (!hasAccepted || !mayReload()) return offer('taken', reload)
    isReloading = true
    reload()
  })
}

/** An installed app may stay open for days, and a browser asks by itself only when it is opened. */
function askNowAndThen(registration: ServiceWorkerRegistration): void {
  let askedAt = Date.now()
  const ask = (afterMs: number) => {
    if (document.visibilityState !== 'visible' || Date.now() - askedAt < afterMs) return
    askedAt = Date.now()
    registration.update().catch(() => undefined)
  }
  document.addEventListener('visibilitychange', () => ask(LOOKED_AT_AGAIN_MS))
  setInterval(() => ask(ASK_AGAIN_MS), LOOKED_AT_AGAIN_MS / 4)
}
