import { beforeEach, describe, expect, it, vi } from 'vitest'
import { sendFor } from '@/core/outbox'
import { dayOf } from '@/features/today/days'
import type { SessionRow, SiteShop, WholeSession } from '@/features/today/types'
import { organiser, site, wholeSession } from '@/testing/cleanups-desk'
import { button, freshPhone, mountPage, settle } from '@/testing/mount'
import { entries } from '@/testing/outbox'
import { problem, serve, type Replies } from '@/testing/server'
import CleanupsPage from './CleanupsPage.vue'
import SessionPage from './SessionPage.vue'
import ShopsPage from './ShopsPage.vue'
import SitePage from './SitePage.vue'

const DAY_MS = 24 * 3600_000
const whole = (over: Partial<WholeSession> = {}): WholeSession => wholeSession({ held_on: dayOf(Date.now()), ...over })
const shops: SiteShop[] = ['老张烩面', '同心便利店'].map((name, i) => ({ id: `shop-${i}`, name, kind: '餐饮', segment_id: null, is_ticked: false, is_signed_in: false }))
const kinds = [{ code: 'bags', name: '清理垃圾', measure: '袋', rank: 1, is_active: true }]
const row = (over: Partial<SessionRow> = {}): SessionRow => {
  const { id, series_id, series_name, unit_id, unit_name, planned_on, held_on, week, state, reason, totals, total, shops_taking_part, version, updated_at } = whole()
  return { id, series_id, series_name, unit_id, unit_name, planned_on, held_on, week, state, reason, totals, total, shops_taking_part, version, updated_at, sites: 1, ...over }
}
const answers = (over: Partial<WholeSession> = {}): Replies => ({
  'GET /cleanup-sessions/session-1': { body: whole(over) },
  'GET /cleanup-sessions/session-1/sites/site-1/shops': { body: { items: shops } },
  'GET /cleanup-result-kinds': { body: { items: kinds } },
})
const silence: Replies = Object.fromEntries(Object.keys(answers()).map((asked) => [asked, 'no network' as const]))
const AT = '/cleanups/session-1/sites/site-1'

async function open(page: object, at: string, path: string) {
  const mounted = await mountPage(page, at, path)
  await settle()
  return mounted.page
}
const openSite = () => open(SitePage, AT, '/cleanups/:session/sites/:site')
const openShops = () => open(ShopsPage, `${AT}/shops`, '/cleanups/:session/sites/:site/shops')

beforeEach(async () => {
  sendFor(null)
  vi.unstubAllGlobals()
  await freshPhone(organiser)
})

describe('the list', () => {
  it('has today first, then what comes, then what has been', async () => {
    const days = [DAY_MS, 0, -DAY_MS].map((off, i) => row({ id: `s${i}`, series_name: `第${i}场`, held_on: dayOf(Date.now() + off) }))
    serve({ 'GET /cleanup-sessions': { body: { items: days } } })
    const page = await open(CleanupsPage, '/cleanups', '/cleanups')
    expect(page.text()).toMatch(/今天.*第1场.*接下来.*第0场.*已过去.*第2场/s)
  })

  it('says why it is empty', async () => {
    serve({ 'GET /cleanup-sessions': { body: { items: [] } } })
    const page = await open(CleanupsPage, '/cleanups', '/cleanups')
    expect(page.text()).toContain('还没有清扫活动')
  })
})

describe('what was never read', () => {
  it.each([
    ['list', CleanupsPage, '/cleanups', '/cleanups', '清扫活动还没有读到这部手机'],
    ['session', SessionPage, '/cleanups/session-1', '/cleanups/:session', '这场活动还没有读到这部手机'],
    ['site', SitePage, AT, '/cleanups/:session/sites/:site', '这场活动还没有读到这部手机'],
    ['shops', ShopsPage, `${AT}/shops`, '/cleanups/:session/sites/:site/shops', '门店名单还没有读到这部手机'],
  ])('the %s says so, and comes when asked again', async (_, shown, at, path, words) => {
    serve({ ...silence, 'GET /cleanup-sessions': 'no network' })
    const page = await open(shown, at, path)
    expect(page.text()).toContain(words)
    expect(page.text()).not.toContain('没有安排')
    serve({ ...answers(), 'GET /cleanup-sessions': { body: { items: [row()] } } })
    await button(page, '重试').trigger('click')
    await settle()
    expect(page.text()).not.toContain(words)
  })

  it('is another matter than what is no longer there', async () => {
    serve({ ...answers(), 'GET /cleanup-sessions/session-1': problem(404, 'not_found') })
    const session = await open(SessionPage, '/cleanups/session-1', '/cleanups/:session')
    expect(session.text()).toContain('没有找到这场活动')
    serve(answers({ sites: [site({ is_withdrawn: true })] }))
    const page = await openSite()
    expect(page.text()).toContain('没有找到这场活动或这个点位')
    expect(page.text()).not.toContain('连上网络')
  })
})

describe('a session', () => {
  const openSession = () => open(SessionPage, '/cleanups/session-1', '/cleanups/:session')

  it('shows its sites against the plan', async () => {
    serve(answers({ total: 30, sites: [site({ total: 30, planned: { volunteer: 60 } })] }))
    const page = await openSession()
    expect(page.text()).toContain('30 / 计划 60 人次')
    expect(page.find(`a[href="${AT}"]`).exists()).toBe(true)
  })

  it('compares with no plan that not every place has', async () => {
    serve(answers({ total: 53, sites: [site({ total: 20, planned: { volunteer: 35 } }), site({ id: 'site-2', total: 33 })] }))
    const page = await openSession()
    expect(page.get('.whole').text()).toContain('53 人次')
    expect(page.get('.whole').find('progress').exists()).toBe(false)
    expect(page.get(`a[href="${AT}"]`).text()).toContain('20 / 计划 35 人次')
  })

  it('says what is counted of the shops', async () => {
    serve(answers({ shops_taking_part: 1 }))
    expect((await openSession()).text()).toContain('参与门店 1 户（共登记 980 户）')
  })

  it.each([['over', '2026-01-03T04:00:00Z', '已过签到时间'], ['not yet', '2099-01-03T04:00:00Z', '现在不能签到']])('says of the code that signing in is %s', async (_, closes_at, words) => {
    serve(answers({ sign_in: { code: 'abcdefghjk', opens_at: '2026-01-02T23:00:00Z', closes_at, is_open: false } }))
    const page = await openSession()
    await button(page, '签到二维码').trigger('click')
    await settle()
    expect(document.body.textContent).toContain(words)
    page.unmount()
  })

  it('is finished by an organiser at once, and can be had back', async () => {
    serve(answers())
    const page = await openSession()
    await button(page, '结束活动').trigger('click')
    await settle()
    expect(page.text()).toContain('已结束')
    expect((await entries())[0]).toMatchObject({ kind: 'cleanup', body: { act: 'order', json: { action: 'finish', version: 3 } } })
  })

  it('offers neither code nor end to whoever only helps', async () => {
    serve(answers({ allowed_actions: [], sign_in: { code: null, opens_at: '', closes_at: '', is_open: false } }))
    const page = await openSession()
    expect(page.text()).not.toContain('结束活动')
    expect(page.text()).not.toContain('签到二维码')
  })
})

describe('a site', () => {
  it('leads to the counter in one tap', async () => {
    serve(answers())
    expect(button(await openSite(), '计数').attributes('href')).toBe(`${AT}/count`)
  })

  it('takes results by number keys, and shows them before anybody answers', async () => {
    serve(answers())
    const page = await openSite()
    await button(page, '填写成果').trigger('click')
    const field = page.find('input[inputmode=decimal]')
    await field.setValue('１2.5')
    await page.find('form').trigger('submit')
    await settle()
    expect(page.text()).toContain('清理垃圾 12.5 袋')
    expect((await entries())[0]).toMatchObject({ case_id: 'site-1', place: '棉纺路东段', body: { words: '清理垃圾 12.5 袋', json: { version: 0, results: { bags: 12.5 } } } })
  })

  it('reports what is found there on its segment', async () => {
    serve(answers())
    const { page, router } = await mountPage(SitePage, AT, '/cleanups/:session/sites/:site')
    await settle()
    await button(page, '发现问题').trigger('click')
    await settle()
    expect(router.currentRoute.value.query).toEqual({ session: 'session-1', site: 'site-1', name: '棉纺路东段', segment: 'segment-1' })
  })

  it('closes its cases in one act with the photo of after', async () => {
    const photo = { sha256: 'a'.repeat(64), role: 'after' as const, pair: 1, taken_at: null, named_by_id: 'x', named_at: '', present: true, ready: true }
    const found = { case_id: 'case-1', number: '7', status: 'handling', category_name: '占道经营', is_visible: true }
    serve(answers({ sites: [site({ photos: [photo], cases: [found] })] }))
    const page = await openSite()
    await button(page, '关闭案件').trigger('click')
    await settle()
    await button(page, '关闭 1 件案件').trigger('click')
    await settle()
    expect((await entries())[0]).toMatchObject({ body: { act: 'close', json: { photos: [photo.sha256], note: '' } } })
    expect(((await entries())[0]!.body as { json: object }).json).not.toHaveProperty('case_ids')
  })

  it('of others is only looked at', async () => {
    serve(answers({ sites: [site({ may_work: false })] }))
    const page = await openSite()
    expect(page.text()).toContain('由别人负责')
    expect(page.findAll('a').some((one) => one.text() === '计数')).toBe(false)
  })

  it('is there without a network once it was read', async () => {
    serve(answers())
    ;(await openSite()).unmount()
    serve(silence)
    const page = await openSite()
    expect(page.text()).toContain('棉纺路东段')
    expect(page.text()).toContain('网络不通')
  })
})

describe('shops', () => {
  it('are ticked at once and untouched again, in one entry', async () => {
    serve(answers())
    const page = await openShops()
    const boxes = () => page.findAll('[role=checkbox]')
    await boxes()[0]!.trigger('click')
    await settle()
    await boxes()[1]!.trigger('click')
    await settle()
    await boxes()[0]!.trigger('click')
    await settle()
    expect(boxes().map((one) => one.attributes('aria-checked'))).toEqual(['false', 'true'])
    const all = await entries()
    expect([all.length, all[0]!.body]).toMatchObject([1, { json: { took_part: ['shop-1'], did_not: ['shop-0'] } }])
  })

  it('are found by name', async () => {
    serve(answers())
    const page = await openShops()
    await page.find('input[type=search]').setValue('烩面')
    expect(page.findAll('[role=checkbox]').map((one) => one.text())).toEqual([expect.stringContaining('老张烩面')])
  })

  it('ticked without a network are still ticked when the page is opened again', async () => {
    serve(answers())
    ;(await openShops()).unmount()
    serve(silence)
    const page = await openShops()
    await page.findAll('[role=checkbox]')[0]!.trigger('click')
    await settle()
    page.unmount()
    const again = await openShops()
    expect(again.findAll('[role=checkbox]')[0]!.attributes('aria-checked')).toBe('true')
  })
})
