import { flushPromises, mount } from '@vue/test-utils'
import { Dexie } from 'dexie'
import { createPinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { db } from '@/core/db'
import UpdateOffer from './UpdateOffer.vue'

/** A worker, its registration and its container, as much as an update needs of them. */
class Fake extends EventTarget {
  state = 'installed'
  postMessage = vi.fn()
}
class Registration extends EventTarget {
  waiting: Fake | null = null
  installing: Fake | null = null
  update = vi.fn(() => Promise.resolve())
}
class Container extends EventTarget {
  controller: object | null = {}
  registration = new Registration()
  register = () => Promise.resolve(this.registration)
}

let container: Container
const reload = vi.fn()

beforeEach(() => {
  vi.stubEnv('PROD', true)
  container = new Container()
  vi.stubGlobal('navigator', { serviceWorker: container, onLine: true })
  vi.spyOn(location, 'reload').mockImplementation(reload)
  reload.mockReset()
})
afterEach(() => {
  vi.unstubAllEnvs()
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

async function open(at = '/') {
  const blank = { render: () => null }
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/', component: blank, meta: { tab: true } }, { path: '/report', component: blank }, { path: '/desk', component: blank, meta: { desk: true } }],
  })
  await router.push(at)
  const page = mount(UpdateOffer, { global: { plugins: [createPinia(), router] } })
  await flushPromises()
  return { page, router }
}

async function ready(): Promise<Fake> {
  const { registration } = container
  registration.installing = new Fake()
  registration.dispatchEvent(new Event('updatefound'))
  registration.waiting = registration.installing
  registration.waiting.dispatchEvent(new Event('statechange'))
  await flushPromises()
  return registration.waiting
}

async function taken(): Promise<void> {
  container.dispatchEvent(new Event('controllerchange'))
  await flushPromises()
}

describe('a new version', () => {
  it('is offered when it lies ready, and runs when the person says so', async () => {
    const { page } = await open()
    expect(page.text()).toBe('')
    const worker = await ready()
    expect(page.text()).toContain('有新版本')
    await page.findAll('button')[0]!.trigger('click')
    expect(worker.postMessage).toHaveBeenCalledWith({ type: 'SKIP_WAITING' })
    expect(page.text()).toBe('正在换成新版本…')
    expect(reload).not.toHaveBeenCalled()
    await taken()
    expect(reload).toHaveBeenCalledOnce()
  })

  it('accepted, but late to come, does not break into a report begun meanwhile', async () => {
    const { page, router } = await open()
    await ready()
    await page.findAll('button')[0]!.trigger('click')
    await router.push('/report')
    await taken()
    expect(reload).not.toHaveBeenCalled()
    await router.push('/')
    await page.findAll('button')[0]!.trigger('click')
    expect(reload).toHaveBeenCalledOnce()
  })

  it('that waited since last time is offered at once', async () => {
    container.registration.waiting = new Fake()
    expect((await open()).page.text()).toContain('有新版本')
  })

  it('is not spoken of in the middle of a report, and comes back after it', async () => {
    const { page, router } = await open('/report')
    await ready()
    expect(page.text()).toBe('')
    await router.push('/')
    expect(page.text()).toContain('有新版本')
  })

  it('can be put off', async () => {
    const { page } = await open('/desk')
    await ready()
    await page.findAll('button')[1]!.trigger('click')
    expect(page.text()).toBe('')
  })

  it('taken in another tab reloads nobody here, who may be writing', async () => {
    const { page, router } = await open('/report')
    await ready()
    await taken()
    expect(reload).not.toHaveBeenCalled()
    expect(page.text()).toBe('')
    await router.push('/')
    expect(page.text()).toContain('另一个页面已换成新版本')
    await page.findAll('button')[0]!.trigger('click')
    expect(reload).toHaveBeenCalledOnce()
  })

  it('accepted here after another tab took it opens the page anew', async () => {
    const { page } = await open()
    await ready()
    container.registration.waiting = null
    await page.findAll('button')[0]!.trigger('click')
    expect(reload).toHaveBeenCalledOnce()
  })

  it('means nothing to the very first visit', async () => {
    container.controller = null
    const { page } = await open()
    await ready()
    await taken()
    expect([page.text(), reload.mock.calls.length]).toEqual(['', 0])
  })

  it('is asked for now and then, while somebody looks', async () => {
    vi.useFakeTimers()
    await open()
    const { update } = container.registration
    document.dispatchEvent(new Event('visibilitychange'))
    expect(update).not.toHaveBeenCalled()
    vi.setSystemTime(Date.now() + 2 * 3600_000)
    document.dispatchEvent(new Event('visibilitychange'))
    expect(update).toHaveBeenCalledOnce()
    vi.advanceTimersByTime(5 * 3600_000)
    expect(update).toHaveBeenCalledTimes(2)
  })
})

describe('what stands between versions', () => {
  it('says so when a part of the page does not come, wherever that is', async () => {
    const { page } = await open('/report')
    window.dispatchEvent(new Event('vite:preloadError'))
    await flushPromises()
    expect(page.text()).toContain('写好的都在手机里')
  })

  it('goes on writing into a database that a newer page has put on a newer version', async () => {
    await db.open()
    const { page } = await open()
    const now = db.tables.map(({ name, schema }) => [name, [schema.primKey, ...schema.indexes].map((one) => one.src).join()])
    const newer = new Dexie('luzhang')
    newer.version(db.verno).stores(Object.fromEntries(now) as Record<string, string>)
    newer.version(db.verno + 1).stores({ later: 'id' })
    await newer.open()
    await flushPromises()
    expect(page.text()).toContain('另一个页面已换成新版本')
    await db.drafts.put({ id: 'd', owner: 'me', updated_at: '' } as never)
    expect(await db.drafts.get('d')).toMatchObject({ owner: 'me' })
    expect(await newer.table('drafts').get('d')).toMatchObject({ owner: 'me' })
    await newer.table('later').put({ id: 'l' })
    newer.close()
  })
})
