import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { db } from '@/core/db'
import { sendTalliesFor, wakeTallies } from '@/core/tally'
import { useSession } from '@/features/session/store'
import { linkPage } from '@/testing/counting'
import { session } from '@/testing/fixtures'
import { freshPhone, mountPage, settle } from '@/testing/mount'
import { problem, serve, type Asked, type Replies } from '@/testing/server'
import { Counters, one, rows, tapped, at as staffAt, link as linkAt } from '@/testing/tally'
import CountPage from './CountPage.vue'
import LinkCountPage from './LinkCountPage.vue'

const token = linkAt.token!
let office: Counters

beforeEach(async () => {
  sendTalliesFor(null)
  await freshPhone(null)
  office = new Counters()
})
afterEach(() => {
  vi.unstubAllGlobals()
  sendTalliesFor(null)
})

const withCounters = (others: Replies): Replies =>
  new Proxy(others, { get: (_, asked) => (String(asked).startsWith('PUT ') ? office.put : others[String(asked)]) })

async function openLink(reply: Replies[string] = { body: linkPage() }) {
  const asked = serve(withCounters({ [`GET /cleanup-links/${token}`]: reply }))
  const { page } = await mountPage(LinkCountPage, `/count/${token}`, '/count/:token')
  await settle()
  return { page, asked }
}

type Page = Awaited<ReturnType<typeof openLink>>['page']
const key = (page: Page, nth = 0) => page.findAll('button.plus')[nth]!
const minus = (page: Page, nth = 0) => page.findAll('button.minus')[nth]!
const finger = (page: Page, nth = 0) => key(page, nth).trigger('pointerup', { pointerType: 'touch' })

describe('a helper’s link', () => {
  it('shows where one counts, and a key for each category', async () => {
    const { page } = await openLink()
    expect(page.get('h1').text()).toBe('百花路口')
    expect(page.text()).toContain('全城清洁')
    expect(page.findAll('button.plus').map((one) => one.get('.name').text())).toEqual(['社区党员', '驻辖区单位', '沿街门店'])
    expect(page.findAll('a')).toHaveLength(0)
  })

  it('counts each touch at once, stores it and says where it is', async () => {
    const { page } = await openLink()
    for (let i = 0; i < 5; i++) void finger(page)
    await nextTick()
    expect(key(page).get('.count').text()).toBe('5')
    await settle()
    expect(await one(linkAt)).toMatchObject({ counts: { party_member: 5 }, seq: 5 })
    expect(page.get('[role=status]').text()).toContain('在手机里')
    await wakeTallies()
    await settle()
    expect(page.get('[role=status]').text()).toContain('已上传 5 人次')
    expect(office.total).toEqual({ party_member: 5 })
  })

  it('hears two fingers at once, a mouse, a keyboard, and none of them twice', async () => {
    const { page } = await openLink()
    await key(page).trigger('pointerup', { pointerType: 'touch', isPrimary: false })
    await key(page).trigger('click', { detail: 1 })
    await key(page).trigger('pointerup', { pointerType: 'mouse', button: 2 })
    await key(page).trigger('click', { detail: 0 })
    await settle()
    expect(key(page).get('.count').text()).toBe('2')
  })

  it('takes back a slip, and never what is not there', async () => {
    const { page } = await openLink()
    expect(minus(page).attributes('disabled')).toBeDefined()
    await finger(page)
    await minus(page).trigger('click')
    await minus(page).trigger('click')
    await settle()
    expect(key(page).get('.count').text()).toBe('0')
    expect(await one(linkAt)).toMatchObject({ counts: { party_member: 0 }, seq: 2 })
  })

  it('trembles under the finger, otherwise for a minus', async () => {
    const felt: unknown[] = []
    vi.stubGlobal('navigator', Object.assign(Object.create(navigator), { vibrate: (how: unknown) => felt.push(how) }))
    const { page } = await openLink()
    await finger(page)
    await minus(page).trigger('click')
    expect(felt).toEqual([20, [20, 60, 20]])
  })

  it('goes on where it stood, without a network, once it has been open', async () => {
    const { page } = await openLink()
    await finger(page)
    await settle()
    page.unmount()
    const again = await openLink('no network')
    expect(again.page.text()).toContain('网络不通，照常计数')
    expect(key(again.page).get('.count').text()).toBe('1')
    await finger(again.page)
    await settle()
    expect(await one(linkAt)).toMatchObject({ counts: { party_member: 2 } })
  })

  it('without a network says so the first time, and opens when there is one', async () => {
    const { page } = await openLink('no network')
    expect(page.text()).toContain('第一次打开要联网')
    vi.unstubAllGlobals()
    serve({ [`GET /cleanup-links/${token}`]: { body: linkPage() } })
    window.dispatchEvent(new Event('online'))
    await settle()
    expect(page.findAll('button.plus')).toHaveLength(3)
  })

  it.each([
    [404, 'link_unknown', '打不开', '再扫一次'], [403, 'link_revoked', '已被收回', '要新的'], [403, 'link_closed', '已过期', '告诉组织者'],
  ])('%s %s: says what to do', async (status, code, what, todo) => {
    const { page } = await openLink(problem(status, code))
    expect(page.text()).toContain(what)
    expect(page.text()).toContain(todo)
    expect(page.findAll('button.plus')).toHaveLength(0)
  })

  it('revoked while somebody counts keeps the numbers, and a new one brings them along', async () => {
    const { page } = await openLink()
    vi.unstubAllGlobals()
    serve(new Proxy({}, { get: () => problem(403, 'link_revoked') }))
    await finger(page)
    await settle()
    await wakeTallies()
    await settle()
    expect(page.get('[role=alert]').text()).toContain('数字还在手机里')
    await finger(page)
    page.unmount()
    vi.unstubAllGlobals()
    serve(withCounters({ 'GET /cleanup-links/new': { body: linkPage() } }))
    await mountPage(LinkCountPage, '/count/new', '/count/:token')
    await settle()
    await wakeTallies()
    expect(office.total).toEqual({ party_member: 2 })
  })

  it.each([
    ['is cancelled', { is_cancelled: true, reason: '下雨' }, '已取消（下雨）'], ['is cancelled for no reason', { is_cancelled: true }, '已取消。'],
    ['is finished', { is_finished: true }, '已结束，之后点的数仍会上传'], ['is another day’s', { held_on: '2026-01-03' }, '不是今天的'],
  ])('says when the session %s', async (_, over, words) => {
    const { page } = await openLink({ body: linkPage(over) })
    expect(page.text()).toContain(words)
    expect(page.findAll('button.plus')).toHaveLength(3)
  })

  it('hears of the end on coming back to the page, and asks no more than whether it changed', async () => {
    let page = linkPage()
    const reply = ({ headers }: Asked) => (headers['If-None-Match'] === page.reason ? { status: 304 } : { body: page, headers: { ETag: page.reason } })
    page = linkPage({ reason: 'a' })
    const { page: shown, asked } = await openLink(reply)
    const back = async () => {
      document.dispatchEvent(new Event('visibilitychange'))
      await settle()
    }
    await back()
    expect(shown.find('.notice').exists()).toBe(false)
    expect(asked.at(-1)!.headers['If-None-Match']).toBe('a')
    page = linkPage({ reason: 'b', is_finished: true })
    await back()
    expect(shown.get('.notice').text()).toContain('由组织者核对')
    expect(shown.findAll('button.plus')).toHaveLength(3)
  })

  it('does so too when the phone comes out of a pocket untouched', async () => {
    const { asked } = await openLink()
    const before = asked.length
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 3600_000)
    document.dispatchEvent(new Event('visibilitychange'))
    await flushPromises()
    vi.mocked(Date.now).mockRestore()
    expect(asked.length).toBeGreaterThan(before)
  })

  it.each([
    ['link_revoked', '都留在手机里，请联系组织者要新的链接'], ['link_closed', '都留在手机里，请念给组织者补记'],
  ])('says at the foot that %s lets nothing go out by itself', async (code, words) => {
    await (await openLink()).page.unmount()
    const { page } = await openLink(problem(403, code))
    await finger(page)
    await settle()
    expect(page.get('[role=status]').text()).toBe(words)
  })

  it('still shows what was counted under a category that has gone', async () => {
    await tapped({ ...linkAt, names: { former: '从前的' } }, 'former')
    const { page } = await openLink()
    expect(page.findAll('button.plus').at(-1)!.text()).toContain('从前的')
  })

  it('lets a finger scroll where not all keys are on the screen, and the foot come after them once it is high', async () => {
    const high = vi.spyOn(HTMLElement.prototype, 'scrollHeight', 'get').mockReturnValue(window.innerHeight)
    const foot = vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(80)
    const { page } = await openLink()
    expect(page.find('.keys.still').exists()).toBe(true)
    expect(page.find('.state.below').exists()).toBe(true)
    high.mockReturnValue(window.innerHeight * 2)
    window.dispatchEvent(new Event('resize'))
    await nextTick()
    expect(page.find('.keys.still').exists()).toBe(false)
    expect(page.find('.state.below').exists()).toBe(true)
    foot.mockReturnValue(window.innerHeight / 3)
    window.dispatchEvent(new Event('resize'))
    await nextTick()
    expect(page.find('.state.below').exists()).toBe(false)
  })

  it('shows what a second tab counts, and they share one counter', async () => {
    const { page } = await openLink()
    const { page: other } = await openLink()
    await finger(page)
    await finger(other)
    await settle()
    expect([page, other].map((one) => key(one).get('.count').text())).toEqual(['2', '2'])
    expect(await rows()).toHaveLength(1)
  })

  it('says so when the phone is full, and stores the taps when there is room', async () => {
    const { page } = await openLink()
    const put = vi.spyOn(db.tallies, 'put').mockRejectedValue(new DOMException('', 'QuotaExceededError'))
    await finger(page)
    await flushPromises()
    await settle()
    expect(page.get('[role=alert]').text()).toContain('空间不够')
    expect(key(page).get('.count').text()).toBe('1')
    put.mockRestore()
    await vi.waitFor(async () => expect((await one(linkAt)).counts).toEqual({ party_member: 1 }))
  })
})

describe('with an account', () => {
  const items = linkPage().categories.map((one, rank) => ({ ...one, rank, is_active: rank < 2 }))
  const whole = { series_name: '全城清洁', held_on: linkPage().held_on, cancelled_at: null, sites: [{ id: 'site-1', name: '百花路口', may_work: true, is_withdrawn: false }] }

  async function open(replies: Replies = {}) {
    localStorage.setItem('session.user', JSON.stringify(session.user))
    const all = { 'GET /cleanup-sessions/session-1': { body: whole }, 'GET /participant-categories': { body: { items } }, ...replies }
    const asked = serve(withCounters(all))
    const { page } = await mountPage(CountPage, '/cleanups/session-1/sites/site-1/count', '/cleanups/:session/sites/:site/count')
    useSession().standing = 'in'
    await settle()
    return { page, asked }
  }

  it('has a key for each category in use, and sends as that person', async () => {
    const { page, asked } = await open()
    expect(page.findAll('button.plus')).toHaveLength(2)
    await finger(page, 1)
    await settle()
    await wakeTallies()
    expect(asked.filter(({ method }) => method === 'PUT').map(({ path }) => path)).toEqual([`/cleanup-sessions/session-1/sites/site-1/counters/${(await one(staffAt)).id}`])
    expect(office.total).toEqual({ stationed_unit: 1 })
  })

  it('goes on without a network once it has been open', async () => {
    const { page } = await open()
    page.unmount()
    const again = await open({ 'GET /cleanup-sessions/session-1': 'no network', 'GET /participant-categories': 'no network' })
    await finger(again.page)
    await settle()
    expect(await one(staffAt)).toMatchObject({ counts: { party_member: 1 } })
  })

  it.each([
    ['cancelled', { cancelled_at: '2026-11-23T00:00:00Z', reason: '下雨' }, '已取消（下雨）'],
    ['finished', { finished_at: '2026-11-23T00:00:00Z' }, '已结束，之后点的数仍会上传'],
    ['without the site', { sites: [{ ...whole.sites[0], is_withdrawn: true }] }, '已撤下'],
  ])('says when the session is %s, and counts on', async (_, over, words) => {
    const { page } = await open({ 'GET /cleanup-sessions/session-1': { body: { ...whole, ...over } } })
    expect(page.text()).toContain(words)
    expect(page.findAll('button.plus')).toHaveLength(2)
  })

  it('has the series above the place, each on a line of its own', async () => {
    const { page } = await open()
    expect(page.get('h1').text()).toBe('全城清洁')
    expect(page.get('h1').attributes('title')).toBe('全城清洁')
    expect(page.get('.place').text()).toBe('百花路口')
  })

  it('says whose site it is not', async () => {
    const { page } = await open({ 'GET /cleanup-sessions/session-1': { body: { ...whole, sites: [{ ...whole.sites[0], may_work: false }] } } })
    expect(page.text()).toContain('没有分给您')
    expect(page.findAll('button.plus')).toHaveLength(0)
  })

  it('keeps counting after the log-in has ended, and offers to log in', async () => {
    const { page } = await open()
    useSession().standing = 'ended'
    await finger(page)
    await settle()
    expect(page.get('a.notice').text()).toContain('登录已过期')
    expect(await one(staffAt)).toMatchObject({ counts: { party_member: 1 } })
  })

  it('never shows or sends what somebody else counted on this phone', async () => {
    await tapped({ ...staffAt, owner: 'another' }, 'party_member')
    const { page, asked } = await open()
    expect(key(page).get('.count').text()).toBe('0')
    await wakeTallies()
    expect(asked.some(({ method }) => method === 'PUT')).toBe(false)
  })
})
