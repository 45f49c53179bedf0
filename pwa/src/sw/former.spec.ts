import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { forgetFormer, fromFormer, keepFormer } from './former'

/** As much of the browser's caches as is used here. */
class FakeCaches {
  all = new Map<string, Map<string, string>>()
  open = (name: string) => {
    const kept = this.all.get(name) ?? new Map<string, string>()
    this.all.set(name, kept)
    return Promise.resolve({
      keys: () => Promise.resolve([...kept.keys()].map((url) => ({ url }))),
      match: ({ url }: { url: string }) => Promise.resolve(kept.get(url)),
      put: ({ url }: { url: string }, file: string) => Promise.resolve(void kept.set(url, file)),
    })
  }

  keys = () => Promise.resolve([...this.all.keys()])
  match = ({ url }: { url: string }, { cacheName }: { cacheName: string }) => Promise.resolve(this.all.get(cacheName)?.get(url))
  delete = (name: string) => Promise.resolve(this.all.delete(name))
}

const at = (path: string) => ({ url: new URL(path, location.origin).href }) as Request
let caches: FakeCaches

beforeEach(() => {
  caches = new FakeCaches()
  vi.stubGlobal('caches', caches)
  vi.stubGlobal('fetch', () => Promise.resolve('from the network'))
  const precache = new Map([['/assets/TasksPage-old.js', 'old tasks'], ['/assets/core-same.js', 'core'], ['/index.html?__WB_REVISION__=1', 'page']])
  caches.all.set('workbox-precache-v2', new Map([...precache].map(([path, file]) => [at(path).url, file])))
})
afterEach(() => vi.unstubAllGlobals())

const update = () => keepFormer(['assets/TasksPage-new.js', 'assets/core-same.js', 'index.html'])

it('keeps what only the former version asks for', async () => {
  await update()
  caches.all.delete('workbox-precache-v2')
  expect(await fromFormer(at('/assets/TasksPage-old.js'))).toBe('old tasks')
  expect([...caches.all.get('luzhang-former')!.keys()]).toEqual([at('/assets/TasksPage-old.js').url])
})

it('asks the network for what it has never had', async () => {
  await update()
  expect(await fromFormer(at('/assets/desk/Queue-new.js'))).toBe('from the network')
})

it('keeps the one before, too, while pages of it may be open', async () => {
  await update()
  caches.all.set('workbox-precache-v2', new Map([[at('/assets/TasksPage-new.js').url, 'new tasks']]))
  await keepFormer(['assets/TasksPage-newest.js'])
  expect(await fromFormer(at('/assets/TasksPage-old.js'))).toBe('old tasks')
  expect(await fromFormer(at('/assets/TasksPage-new.js'))).toBe('new tasks')
})

it('lets go of them when no page of it can be open any more', async () => {
  await update()
  await forgetFormer()
  expect(await fromFormer(at('/assets/TasksPage-old.js'))).toBe('from the network')
})
