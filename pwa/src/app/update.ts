/** Registers the service worker and says when a newer app lies ready. */

export function watchForUpdate(offer: (accept: () => void) => void): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  const { serviceWorker } = navigator
  const hadWorker = serviceWorker.controller !== null

  void serviceWorker.register('/sw.js').then((registration) => {
    const propose = (worker: ServiceWorker) => offer(() => worker.postMessage({ type: 'SKIP_WAITING' }))
    if (registration.waiting && hadWorker) propose(registration.waiting)
    registration.addEventListener('updatefound', () => {
      const worker = registration.installing
      worker?.addEventListener('statechange', () => {
        if (worker.state === 'installed' && serviceWorker.controller) propose(worker)
      })
    })
  }, () => undefined)

  let isReloading = false
  serviceWorker.addEventListener('controllerchange', () => {
    // The very first worker takes over quietly; only an accepted update reloads.
    if (!hadWorker || isReloading) return
    isReloading = true
    location.reload()
  })
}
