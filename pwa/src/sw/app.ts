/// <reference lib="webworker" />
/** The app's own files, there without a network. Data is the app's business, never this worker's. */
import { createHandlerBoundToURL, precacheAndRoute, cleanupOutdatedCaches } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'
import { forgetFormer, fromFormer, keepFormer } from './former'

declare const self: ServiceWorkerGlobalScope

const files = self.__WB_MANIFEST
precacheAndRoute(files)
cleanupOutdatedCaches()

const openPage = createHandlerBoundToURL('/index.html')
registerRoute(
  new NavigationRoute(async (options) => {
    // With no page open, none of a former version can still ask for its files.
    const open = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
    if (!open.length) void forgetFormer()
    return openPage(options)
  }, { denylist: [/^\/api\//] }),
)
registerRoute(({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith('/assets/'), ({ request }) => fromFormer(request))

self.addEventListener('install', (event) => {
  event.waitUntil(keepFormer(files.map((file) => (typeof file === 'string' ? file : file.url))))
})

// A new version waits until the person says so: never in the middle of a report.
self.addEventListener('message', (event) => {
  if ((event.data as { type?: string } | null)?.type === 'SKIP_WAITING') void self.skipWaiting()
})
