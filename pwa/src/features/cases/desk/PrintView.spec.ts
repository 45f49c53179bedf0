import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { WholeCase } from '@/core/api'
import { loadDeskWords } from '@/core/i18n'
import { whole } from '@/testing/fixtures'
import { button, freshPhone, mountPage, settle } from '@/testing/mount'
import { problem, serve, type Replies } from '@/testing/server'
import PrintView from './PrintView.vue'


async function open(shown: WholeCase, replies: Replies = {}) {
  serve({ 'GET /cases/case-1': { body: shown }, ...replies })
  const { page } = await mountPage(PrintView, '/', '/:rest(.*)*', { id: 'case-1' })
  await settle()
  return page
}

describe('a case on paper', () => {
  beforeEach(async () => {
    await freshPhone()
    await loadDeskWords()
    HTMLImageElement.prototype.decode = () => Promise.resolve()
  })
  afterEach(() => {
    vi.unstubAllGlobals()
  })

  it('has the facts in words, and none that is not known', async () => {
    const page = await open(whole({ closed_at: null, rework_count: 2, number: '410102-20261123-0007' }))
    const facts = page.find('dl').text()
    expect(page.find('header').text()).toContain('410102-20261123-0007')
    expect(facts).toContain('店外经营')
    expect(facts).toContain('2 次')
    expect(facts).not.toContain('结案时间')
  })

  it('has every photo that is there, and says of others that they are coming', async () => {
    const shown = whole()
    const [photo] = shown.photos
    shown.photos = [{ ...photo!, sha256: 'a'.repeat(64), present: true, ready: true }, { ...photo!, sha256: 'b'.repeat(64), present: false, ready: false, role: 'after' }]
    const page = await open(shown)
    expect(page.findAll('img').map((one) => one.attributes('src'))).toEqual([`/api/v1/photos/${'a'.repeat(64)}?size=screen`])
    expect(page.text()).toContain('照片还没有传到')
  })

  it('says that there are no photos, and how many are left out', async () => {
    expect((await open(whole({ photos: [] }))).text()).toContain('没有照片')
    const shown = whole()
    shown.photos = Array.from({ length: 15 }, (_, i) => ({ ...shown.photos[0]!, sha256: String(i).padStart(64, '0'), present: true, ready: true }))
    const page = await open(shown)
    expect(page.findAll('figure')).toHaveLength(12)
    expect(page.text()).toContain('另有 3 张照片没有印出')
  })

  it('has all of the log, oldest first', async () => {
    const shown = whole()
    const page = await open(shown)
    expect(page.findAll('tbody tr')).toHaveLength(shown.events.length)
  })

  it('prints once the photos are there', async () => {
    const print = vi.fn()
    vi.stubGlobal('print', print)
    let arrive = (): void => undefined
    HTMLImageElement.prototype.decode = () => new Promise((done) => (arrive = () => done()))
    const shown = whole()
    shown.photos = [{ ...shown.photos[0]!, present: true, ready: true }]
    const page = await open(shown)
    expect(button(page, '打印').classes()).toContain('is-loading')
    arrive()
    await settle()
    expect(document.activeElement?.textContent).toContain('打印')
    await button(page, '打印').trigger('click')
    await settle()
    expect(print).toHaveBeenCalledOnce()
  })

  it('says why there is nothing to print', async () => {
    const page = await open(whole(), { 'GET /cases/case-1': problem(404, 'case_not_found') })
    expect(page.text()).toContain('重试')
    expect(page.find('article').exists()).toBe(false)
  })
})
