import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { loadDeskWords } from '@/core/i18n'
import { hush, toast } from '@/core/ui/toast'
import { organiser, site, wholeSession } from '@/testing/cleanups-desk'
import { button, freshPhone, mountPage, settle } from '@/testing/mount'
import { problem, serve, type Asked, type Replies } from '@/testing/server'
import type { Brief } from './brief'
import BriefView from './BriefView.vue'

type Guard = (to: string) => Promise<boolean>
const router = vi.hoisted(() => ({ leave: (() => Promise.resolve(true)) as Guard }))
vi.mock('vue-router', async (load) => ({ ...(await load<object>()), onBeforeRouteLeave: (guard: Guard) => (router.leave = guard) }))

const place = '/cleanup-sessions/session-1/brief'
const photo = (role: 'before' | 'after', sha256: string) => ({ sha256, role, pair: 1, taken_at: null, named_by_id: 'x', named_at: '2026-11-21T00:00:00Z', present: true, ready: true })
const here = site({ photos: [photo('before', 'a'), photo('after', 'b')] })
const brief = (over: Partial<Brief> = {}): Brief => ({
  session_id: 'session-1', version: 0, is_stored: false, title: '棉纺路街道“全城清洁”活动简报', heading: '', weather: '', text: '参加984人次。', signature: '棉纺路街道', pairs: [],
  numbers: [{ name: '人次合计', now: 984, last_week: null, since_january: 37903 }], edited_at: null, is_text_edited: false, are_pairs_chosen: false, ...over,
})
const puts = (asked: Asked[]) => asked.filter(({ method }) => method === 'PUT').map(({ json }) => json as Brief)

function kept({ version, text, pairs, ...sent }: Brief): Brief {
  const said = { is_text_edited: (text as unknown) !== null, are_pairs_chosen: (pairs as unknown) !== null, is_stored: true, edited_at: '2026-11-21T04:00:00Z' }
  return brief({ ...sent, ...(said.is_text_edited && { text }), ...(said.are_pairs_chosen && { pairs }), version: version + 1, ...said })
}

async function open(more: Replies = {}, code: string | null = 'abc') {
  const session = wholeSession({ sites: [here] })
  const asked = serve({
    'GET /cleanup-sessions/session-1': { body: { ...session, sign_in: { ...session.sign_in, code } } },
    [`GET ${place}`]: { body: brief() },
    [`PUT ${place}`]: ({ json }) => ({ body: kept(json as Brief) }),
    ...more,
  })
  const { page } = await mountPage(BriefView, '/', '/:rest(.*)*', { id: 'session-1' })
  await settle()
  return { page, asked }
}

describe('a brief at the desk', () => {
  let clicked: string[]

  beforeEach(async () => {
    await freshPhone(organiser)
    await loadDeskWords()
    hush()
    clicked = []
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      clicked.push(new URL(this.href).pathname)
    })
  })
  afterEach(() => vi.unstubAllGlobals())

  it('is ready at once: one click downloads it, and nothing is stored for that', async () => {
    const { page, asked } = await open()
    expect(page.text()).toContain('可直接用')
    expect(page.find('table').text()).toContain('37,903')
    await button(page, '下载 Word').trigger('click')
    await settle()
    expect(clicked).toEqual(['/api/v1/cleanup-sessions/session-1/brief.docx'])
    expect(puts(asked)).toEqual([])
  })

  it('keeps what was typed before it is downloaded', async () => {
    const { page, asked } = await open()
    await page.find('input[placeholder^="例：晴"]').setValue('晴')
    await button(page, '下载长图').trigger('click')
    await settle()
    expect(puts(asked)).toEqual([expect.objectContaining({ weather: '晴', version: 0 })])
    expect(clicked).toEqual(['/api/v1/cleanup-sessions/session-1/brief.png'])
    expect(page.find('[role=status]').text()).toBe('已保存')
  })

  it('takes a red heading and photos with a click each', async () => {
    const { page, asked } = await open()
    await page.find('input[type=checkbox]').trigger('change')
    await page.find('fieldset button').trigger('click')
    await button(page, '下载 Word').trigger('click')
    await settle()
    expect(puts(asked)).toEqual([expect.objectContaining({ heading: '棉纺路街道工作简报', pairs: [{ site_id: 'site-1', pair: 1 }] })])
  })

  it('is composed again from the numbers, with a way back', async () => {
    const { page } = await open({ [`GET ${place}?composed=true`]: { body: brief({ text: '参加990人次。' }) } })
    const text = page.find('textarea')
    await button(page, '按数字重新拟写').trigger('click')
    await settle()
    expect(text.element.value).toBe('参加990人次。')
    toast.value!.actions[0]!.run()
    await settle()
    expect(text.element.value).toBe('参加984人次。')
  })

  it('says when words of one’s own lack the number of now', async () => {
    const { page } = await open({ 'GET /cleanup-sessions/session-1': { body: { ...wholeSession({ sites: [here], total: 1984 }), sign_in: { code: 'abc' } } } })
    expect(page.text()).not.toContain('正文里没有现在的合计')
    await page.find('textarea').setValue('参加984人次，我的话')
    expect(page.text()).toContain('正文里没有现在的合计 1984 人次')
    await page.find('textarea').setValue('参加1,984人次，我的话')
    expect(page.text()).not.toContain('正文里没有现在的合计')
  })

  it('shows somebody who may not see it nothing but that', async () => {
    const { page } = await open({ 'GET /cleanup-sessions/session-1': problem(403, 'forbidden'), [`GET ${place}`]: problem(403, 'forbidden') })
    expect(page.findAll('button').map((one) => one.text())).toEqual([])
    expect(page.find('[role=alert]').exists()).toBe(true)
    expect(page.text()).not.toContain('标题不能为空')
  })

  it('shows what another organiser wrote beside the own words', async () => {
    const theirs = brief({ version: 2, is_stored: true, weather: '阴', edited_at: '2026-11-21T04:00:00Z' })
    const { page } = await open({ [`PUT ${place}`]: { status: 409, body: { status: 409, code: 'stale_version', detail: '', brief: theirs } } })
    await page.find('input[placeholder^="例：晴"]').setValue('晴')
    await button(page, '下载 Word').trigger('click')
    await settle()
    expect(page.find('[role=alert]').text()).toContain('另一位组织者刚改过')
    expect(clicked).toEqual([])
    await button(page, '用对方的').trigger('click')
    await settle()
    expect(page.find<HTMLInputElement>('input[placeholder^="例：晴"]').element.value).toBe('阴')
  })

  it('keeps what was typed before one leaves, and says when it could not', async () => {
    const { page, asked } = await open()
    await page.find('textarea').setValue('我的话')
    expect(await router.leave('/')).toBe(true)
    expect(puts(asked)).toEqual([expect.objectContaining({ text: '我的话' })])
    serve({ [`PUT ${place}`]: 'no network' })
    await page.find('textarea').setValue('又改了')
    expect(await router.leave('/desk')).toBe(false)
    expect(toast.value?.words).toContain('还没有保存')
    toast.value!.actions[0]!.run()
    expect(await router.leave('/desk')).toBe(true)
  })

  it('is only read and downloaded by others', async () => {
    const { page } = await open({}, null)
    expect(page.find('textarea').attributes('readonly')).toBeDefined()
    expect(page.text()).not.toContain('重新拟写')
    await button(page, '下载 Word').trigger('click')
    await settle()
    expect(clicked).toHaveLength(1)
  })
})
