/**
 * Files of the version before. A page opened before an update was taken in another tab goes on as it is, and
 * what it has not loaded yet is gone from the server and from the new version's own files.
 */
const FORMER = 'luzhang-former'
const ASSETS = '/assets/'

/** Called while a new version is being installed: `own` are its paths, everything else kept so far is the former's. */
export async function keepFormer(own: string[]): Promise<void> {
  const mine = new Set(own.map((path) => new URL(path, location.origin).pathname))
  const former = await caches.open(FORMER)
  for (const name of await caches.keys()) {
    if (name === FORMER) continue
    const cache = await caches.open(name)
    for (const request of await cache.keys()) {
      const { pathname } = new URL(request.url)
      if (!pathname.startsWith(ASSETS) || mine.has(pathname)) continue
      const file = await cache.match(request)
      if (file) await former.put(request, file)
    }
  }
}

export async function fromFormer(request: Request): Promise<Response> {
  return (await caches.match(request, { cacheName: FORMER })) ?? fetch(request)
}

export async function forgetFormer(): Promise<void> {
  await caches.delete(FORMER)
}
