import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { loadDeskWords } from '@/core/i18n'
import { hush, toast } from '@/core/ui/toast'
import { site, wholeSession } from '@/testing/cleanups-desk'
import { button, freshPhone, mountPage, settle } from '@/testing/mount'
import { problem, serve, type Asked, type Replies } from '@/testing/server'
import SitePhotos from './SitePhotos.vue'

const photo = (sha256: string, role: 'before' | 'after', pair: number) => ({
  sha256, role, pair, taken_at: '2026-11-21T00:40:00Z', named_by_id: 'x', named_at: '2026-11-21T01:00:00Z', present: true, ready: true,
})
const photos = [photo('a', 'before', 1), photo('b', 'after', 1), photo('c', 'after', 2)]
const root = '/cleanup-sessions/session-1/sites/site-1/photos'
const acts = (asked: Asked[]) => asked.filter(({ method }) => method !== 'GET').map(({ method, path, json }) => [method, path, json])

async function open(replies: Replies = {}, over: Parameters<typeof site>[0] = {}) {
  const asked = serve(replies)
  const here = site({ photos, ...over })
  const { page } = await mountPage(SitePhotos, '/', '/:rest(.*)*', { session: wholeSession({ sites: [here] }), site: here })
  await settle()
  return { page, asked }
}

describe('photos of a site at the desk', () => {
  beforeEach(async () => {
    await freshPhone()
    await loadDeskWords()
    hush()
  })
  afterEach(() => vi.unstubAllGlobals())

  it('stand side by side by pairs, and say what is lacking', async () => {
    const { page } = await open()
    expect(page.findAll('ol > li')).toHaveLength(2)
    expect(page.findAll('figure')).toHaveLength(3)
    expect(page.text()).toContain('还没有整治前照片')
  })

  it('open large, to turn through', async () => {
    const { page } = await open()
    await page.findAll('.look')[1]!.trigger('click')
    expect(page.find('dialog').text()).toContain('(2/3)')
    expect(page.find('dialog').attributes('aria-label')).toContain('第 1 对 · 整治后')
  })

  it('change places, and back again', async () => {
    const done = { status: 204 }
    const { page, asked } = await open({ [`PUT ${root}/c`]: done, [`PUT ${root}/b`]: done })
    await page.findAll('select')[2]!.setValue('1')
    await settle()
    expect(acts(asked)).toEqual([
      ['PUT', `${root}/c`, { role: 'after', pair: 1 }],
      ['PUT', `${root}/b`, { role: 'after', pair: 2 }],
    ])
    toast.value!.actions[0]!.run()
    await settle()
    expect(acts(asked).slice(2)).toEqual([
      ['PUT', `${root}/c`, { role: 'after', pair: 2 }],
      ['PUT', `${root}/b`, { role: 'after', pair: 1 }],
    ])
    expect(page.emitted('changed')).toHaveLength(2)
  })

  it('are withdrawn with one click and put back with another', async () => {
    const { page, asked } = await open({ [`POST ${root}/a/withdraw`]: { status: 204 }, [`PUT ${root}/a`]: { status: 204 } })
    await button(page, '撤下').trigger('click')
    await settle()
    expect(toast.value?.words).toBe('照片已撤下')
    toast.value!.actions[0]!.run()
    await settle()
    expect(acts(asked)).toEqual([
      ['POST', `${root}/a/withdraw`, { role: 'before' }],
      ['PUT', `${root}/a`, { role: 'before', pair: 1 }],
    ])
  })

  it('stay as they are when the server refuses, which is said', async () => {
    const { page } = await open({ [`POST ${root}/a/withdraw`]: problem(403, 'forbidden') })
    await button(page, '撤下').trigger('click')
    await settle()
    expect(page.find('[role=alert]').text()).toContain('您没有这项权限')
    expect(toast.value).toBeNull()
  })

  it('are only looked at by those who do not work here', async () => {
    const { page } = await open({}, { may_work: false })
    expect(page.findAll('select')).toHaveLength(0)
    expect(page.text()).not.toContain('补传')
  })

  it('say where they come from when there are none', async () => {
    const { page } = await open({}, { photos: [] })
    expect(page.text()).toContain('自动配成对')
  })
})
