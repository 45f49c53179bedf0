import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '@/core/db'
import { toast } from '@/core/ui/toast'
import { button, freshPhone, mountPage, settle } from '@/testing/mount'
import HostNotice from './HostNotice.vue'
import { hasJustInstalled, holdInstallOffer, install, installOffer } from './install'
import InstallPage from './InstallPage.vue'
import StorageCard from './StorageCard.vue'
import StreetNotices from './StreetNotices.vue'

const MB = 1024 * 1024
const agents = {
  wechat: 'Mozilla/5.0 (Linux; Android 14) Chrome/116.0 Mobile Safari/537.36 MicroMessenger/8.0.48',
  chrome: 'Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Mobile Safari/537.36',
  safari: 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile/15E148 Safari/604.1',
  huawei: 'Mozilla/5.0 (Linux; Android 12) Chrome/114.0 Mobile Safari/537.36 HuaweiBrowser/15.0.4',
  desk: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/126.0 Safari/537.36',
}
const on = (name: keyof typeof agents, over: object = {}) => vi.stubGlobal('navigator', { userAgent: agents[name], maxTouchPoints: 5, onLine: true, ...over })

beforeEach(async () => {
  await freshPhone()
  sessionStorage.clear()
  installOffer.value = null
})
afterEach(() => vi.unstubAllGlobals())

describe('opened inside a chat app', () => {
  it('says why and how in full, and then stays in one line', async () => {
    on('wechat')
    const { page } = await mountPage(HostNotice, '/', undefined, { owner: 'me' })
    expect(page.find('dialog').text()).toContain('清理微信的缓存')
    expect(page.find('dialog').text()).toContain('点“在浏览器打开”')
    await button(page, '先在这里用').trigger('click')
    expect(page.find('dialog').exists()).toBe(false)
    expect(page.text()).toContain('正在微信里打开，照片可能丢失')
    expect((await mountPage(HostNotice, '/', undefined, { owner: 'me' })).page.find('dialog').exists()).toBe(false)
  })

  it('asks to send first what lies here, as the browser will not see it', async () => {
    on('wechat')
    await db.outbox.add({ id: 'e', owner: 'me', case_id: 'c', state: 'waiting', photos: [] } as never)
    const { page } = await mountPage(HostNotice, '/', undefined, { owner: 'me' })
    await settle()
    expect(page.text()).toContain('还有 1 条没上传')
  })

  it('says nothing in a browser', async () => {
    on('chrome')
    expect((await mountPage(HostNotice, '/', undefined, { owner: 'me' })).page.text()).toBe('')
  })

  it('copies the address, or says that it could not', async () => {
    const writeText = vi.fn(() => Promise.resolve())
    on('wechat', { clipboard: { writeText } })
    const { page } = await mountPage(HostNotice, '/', undefined, { owner: 'me' })
    await button(page, '复制网址').trigger('click')
    await settle()
    expect(writeText).toHaveBeenCalledWith(location.origin)
    expect(page.text()).toContain('已复制')
    writeText.mockRejectedValue(new Error('not allowed'))
    await button(page, '复制网址').trigger('click')
    await settle()
    expect(page.text()).toContain('请长按上面的网址')
  })
})

describe('onto the home screen', () => {
  const words = async (name: keyof typeof agents, over: object = {}) => {
    on(name, over)
    return (await mountPage(InstallPage, '/me/install')).page
  }

  it.each([
    ['safari', '“共享”', '7 天'],
    ['chrome', '右上角的菜单“⋮”', '浏览器'],
    ['huawei', '下方的菜单', '创建桌面快捷方式'],
  ] as const)('is told for %s', async (name, step, note) => {
    const page = await words(name)
    expect(page.findAll('.steps li')).toHaveLength(3)
    expect(page.text()).toContain(step)
    expect(page.text()).toContain(note)
  })

  it('leads a desk to the phone, and a chat app to a browser', async () => {
    expect((await words('desk', { maxTouchPoints: 0 })).text()).toContain('请用手机的浏览器打开')
    expect((await words('wechat')).text()).toContain('在浏览器打开')
  })

  it('says when it is there already', async () => {
    expect((await words('safari', { standalone: true })).text()).toContain('已经添加到桌面')
  })

  it('is one tap where the browser offers it', async () => {
    holdInstallOffer()
    const prompt = vi.fn(() => Promise.resolve())
    window.dispatchEvent(Object.assign(new Event('beforeinstallprompt', { cancelable: true }), { prompt }))
    const page = await words('chrome')
    expect(page.findAll('.steps li')).toHaveLength(0)
    await button(page, '添加到桌面').trigger('click')
    expect(prompt).toHaveBeenCalledOnce()
    window.dispatchEvent(new Event('appinstalled'))
    await settle()
    expect(page.text()).toContain('已经添加到桌面')
    await install()
    expect(prompt).toHaveBeenCalledOnce()
    hasJustInstalled.value = false
  })
})

describe('room on the phone', () => {
  const storage = (usage: number, quota: number, persisted = false) => ({
    storage: { estimate: () => Promise.resolve({ usage, quota }), persisted: () => Promise.resolve(persisted), persist: vi.fn(() => Promise.resolve(false)) },
  })

  async function card(over: object) {
    on('chrome', over)
    const { page } = await mountPage(StorageCard, '/me')
    await settle()
    return page
  }

  it('is told in words: what is unsent, what is not, and what is free', async () => {
    await db.shared.add({ bytes: new ArrayBuffer(3 * MB), type: '', name: '', shared_at: '' } as never)
    const page = await card(storage(5 * MB, 2048 * MB))
    expect(page.text()).toContain('没上传的照片 1 张，3 MB')
    expect(page.text()).toContain('案件、路段和应用本身，2 MB')
    expect(page.text()).toContain('还可以存 2 GB')
    expect(page.text()).toContain('浏览器还没有答应一直保留')
  })

  it('says what the browser promised, and asks it again', async () => {
    expect((await card(storage(0, 9999 * MB, true))).text()).toContain('浏览器已答应保留')
    const open = storage(0, 9999 * MB)
    await button(await card(open), '请浏览器保留').trigger('click')
    await settle()
    expect(open.storage.persist).toHaveBeenCalledOnce()
    expect(toast.value?.words).toContain('浏览器没有同意')
  })

  it.each([[1900, '空间不多了'], [2040, '空间不够再拍一张照片了']])('warns at %s MB of 2048', async (used, warning) => {
    expect((await card(storage(used * MB, 2048 * MB))).find('.notice').text()).toContain(warning)
  })

  it('says how much it made free, or that there was nothing', async () => {
    const page = await card(storage(0, 9999 * MB))
    await db.answers.put({ owner: 'me', path: '/cases/old', data: 'x'.repeat(2048), etag: null, kept_at: '2020-01-01T00:00:00Z' })
    await button(page, '腾出空间').trigger('click')
    await settle()
    expect(toast.value?.words).toBe('已腾出 2 KB。')
    await button(page, '腾出空间').trigger('click')
    await settle()
    expect(toast.value?.words).toContain('没有可以清理的')
  })

  it('is told where the browser does not say', async () => {
    const page = await card({})
    expect(page.text()).toContain('这个浏览器不说明')
    expect(page.find('.bar').exists()).toBe(false)
  })

  it('is spoken of on the street before it runs out', async () => {
    on('chrome', storage(1900 * MB, 2048 * MB))
    const { page } = await mountPage(StreetNotices)
    await settle()
    expect(page.text()).toContain('手机空间不多了，还可以存 148 MB')
  })

  it('reminds of shared photos nobody has taken', async () => {
    await db.shared.add({ bytes: new ArrayBuffer(1), type: '', name: '', shared_at: '' } as never)
    on('chrome', storage(0, 9999 * MB))
    const { page } = await mountPage(StreetNotices)
    await settle()
    expect(button(page, '有 1 张分享来的照片').attributes('href')).toBe('/shared')
    expect(page.text()).not.toContain('空间')
  })
})
