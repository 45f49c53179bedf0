import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { signInPage } from '@/testing/counting'
import { button, freshPhone, mountPage, settle } from '@/testing/mount'
import { problem, serve, type Asked, type Replies } from '@/testing/server'
import { phoneToken } from './phone-token'
import SignInPage from './SignInPage.vue'

beforeEach(() => freshPhone(null))
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

const path = '/cleanup-sign-ins/abcd'
const taken = (asked: Asked) => {
  const { site_id = 'site-1', category_code } = asked.json as Record<string, string>
  return { status: 201, body: { is_new: true, site_id, category_code, signed_at: '2026-11-23T00:10:00Z' } }
}

async function open(replies: Replies = {}, shown = signInPage()) {
  const asked = serve({ [`GET ${path}`]: { body: shown }, [`POST ${path}`]: taken, ...replies })
  const { page } = await mountPage(SignInPage, '/sign-in/abcd', '/sign-in/:code')
  await settle()
  return { page, asked }
}

type Page = Awaited<ReturnType<typeof open>>['page']

async function choose(page: Page, words: string): Promise<void> {
  const label = page.findAll('label.option').find((one) => one.text() === words)
  if (label) await label.get('input').setValue(true)
  else await button(page, words).trigger('click')
  await settle()
}

async function submit(page: Page): Promise<void> {
  await page.get('form').trigger('submit')
  await settle()
}

const posts = (asked: Asked[]) => asked.filter(({ method }) => method === 'POST').map(({ json }) => json)

describe('signing in', () => {
  it('takes a category and a button, asks for no name and gives a receipt', async () => {
    const { page, asked } = await open()
    expect(page.text()).toContain('不问姓名和手机号')
    expect(page.findAll('input:not([type=radio])')).toHaveLength(0)
    await choose(page, '社区党员')
    await submit(page)
    expect(posts(asked)).toEqual([{ token: phoneToken(), site_id: 'site-1', category_code: 'party_member' }])
    expect(page.text()).toContain('签到成功')
    expect(page.text()).toContain('2026-11-23 08:10 · 社区党员')
  })

  it('asks where, if there are several places', async () => {
    const { page, asked } = await open({}, signInPage({ sites: [{ id: 'site-1', name: '百花路口' }, { id: 'site-2', name: '工人路口' }] }))
    await choose(page, '社区党员')
    await submit(page)
    expect(page.get('[role=alert]').text()).toContain('先选点位')
    await choose(page, '工人路口')
    await submit(page)
    expect(posts(asked)).toMatchObject([{ site_id: 'site-2' }])
  })

  it('says what is missing', async () => {
    const { page, asked } = await open()
    await submit(page)
    expect(page.get('[role=alert]').text()).toContain('先选您的身份')
    await choose(page, '驻辖区单位')
    await submit(page)
    expect(page.get('[role=alert]').text()).toContain('先选一家')
    expect(posts(asked)).toEqual([])
  })

  it('names the unit, or none of them', async () => {
    const { page, asked } = await open()
    await choose(page, '驻辖区单位')
    await choose(page, '供电所')
    await submit(page)
    expect(posts(asked)).toMatchObject([{ stationed_unit_id: 'unit-2' }])
  })

  it('repeats the unit on the receipt, and when the code is scanned again', async () => {
    const { page } = await open()
    await choose(page, '驻辖区单位')
    await choose(page, '供电所')
    await submit(page)
    expect(page.get('.done').text()).toContain('供电所')
    page.unmount()
    const again = await open({ [`GET ${path}`]: 'no network' })
    expect(again.page.get('.done').text()).toContain('供电所')
  })

  it('names no unit for what another choice has signed in before', async () => {
    const { page } = await open({ [`POST ${path}`]: { status: 200, body: { is_new: false, site_id: 'site-1', category_code: 'stationed_unit', signed_at: '2026-11-23T00:05:00Z' } } })
    await choose(page, '驻辖区单位')
    await choose(page, '供电所')
    await submit(page)
    expect(page.get('.done').text()).not.toContain('供电所')
  })

  it('finds one shop of hundreds by its name', async () => {
    const items = Array.from({ length: 300 }, (_, i) => ({ id: `shop-${i}`, name: `百花路 ${i} 号店` }))
    const { page, asked } = await open({ [`GET ${path}/shops`]: { body: { items } } })
    await choose(page, '沿街门店')
    expect(page.text()).toContain('还有 280 家')
    await page.get('input[type=search]').setValue('路273')
    await choose(page, '百花路 273 号店')
    await submit(page)
    expect(asked.map((one) => one.path)).toContain(`${path}/shops?site_id=site-1`)
    expect(posts(asked)).toMatchObject([{ category_code: 'street_shop', shop_id: 'shop-273' }])
  })

  it('tells shops of one name apart by where they are', async () => {
    const items = ['百花路：棉纺路—工人路', '桐柏路：棉纺路—工人路'].map((segment_name, i) => ({ id: `s${i}`, name: '便利店', segment_name }))
    const { page } = await open({ [`GET ${path}/shops`]: { body: { items } } })
    await choose(page, '沿街门店')
    expect(page.findAll('button.option').map((one) => one.text())).toEqual(['便利店 百花路：棉纺路—工人路', '便利店 桐柏路：棉纺路—工人路', expect.any(String)])
  })

  it('takes a shop that is on no list', async () => {
    const { page, asked } = await open({ [`GET ${path}/shops`]: { body: { items: [{ id: 's', name: '一家' }] } } })
    await choose(page, '沿街门店')
    await choose(page, '名单里没有')
    await submit(page)
    expect(posts(asked)).toEqual([{ token: phoneToken(), site_id: 'site-1', category_code: 'street_shop' }])
  })

  it('goes without the list where that cannot be had', async () => {
    const { page, asked } = await open({ [`GET ${path}/shops`]: 'no network' })
    await choose(page, '沿街门店')
    await submit(page)
    expect(posts(asked)).toHaveLength(1)
  })

  it('forgets the shop when the category changes', async () => {
    const { page, asked } = await open()
    await choose(page, '驻辖区单位')
    await choose(page, '供电所')
    await choose(page, '社区党员')
    await submit(page)
    expect(posts(asked)).toEqual([{ token: phoneToken(), site_id: 'site-1', category_code: 'party_member' }])
  })
})

describe('a bad line', () => {
  it('is tried again, with the same token, and can be hurried', async () => {
    let tries = 0
    const { page, asked } = await open({ [`POST ${path}`]: (one) => (++tries < 3 ? 'no network' : taken(one)) })
    await choose(page, '社区党员')
    await submit(page)
    expect(page.get('[role=status]').text()).toContain('只记一次')
    await button(page, '马上再试').trigger('click')
    await settle()
    await button(page, '马上再试').trigger('click')
    await settle()
    expect(page.text()).toContain('签到成功')
    expect(new Set(posts(asked).map((one) => (one as { token: string }).token)).size).toBe(1)
  })

  it.each([
    ['busy', problem(503, 'busy')], ['too many', problem(429, 'too_many_requests')],
    ['a portal', { status: 200, body: '<html>', type: 'text/html' }], ['a portal in JSON', { status: 200, body: {}, headers: { 'X-Luzhang': undefined } }],
  ])('%s is no answer', async (_, reply) => {
    const { page } = await open({ [`POST ${path}`]: reply })
    await choose(page, '社区党员')
    await submit(page)
    expect(page.text()).toContain('正在自动重试')
    expect(page.text()).not.toContain('签到成功')
  })

  it('opens the page when there is one', async () => {
    let isThere = false
    const { page } = await open({ [`GET ${path}`]: () => (isThere ? { body: signInPage() } : 'no network') })
    expect(page.text()).toContain('正在自动重试')
    isThere = true
    window.dispatchEvent(new Event('online'))
    await settle()
    expect(page.find('form').exists()).toBe(true)
  })
})

describe('once', () => {
  it('opened again says that it is done, without a network too', async () => {
    const { page } = await open()
    await choose(page, '社区党员')
    await submit(page)
    page.unmount()
    const again = await open({ [`GET ${path}`]: 'no network' })
    expect(again.page.text()).toContain('这部手机已经签到')
    expect(again.page.text()).toContain('社区党员')
    expect(again.page.find('form').exists()).toBe(false)
  })

  it('says so when the server knows this phone and the phone has forgotten', async () => {
    const { page } = await open({ [`POST ${path}`]: { status: 200, body: { is_new: false, site_id: 'site-1', category_code: 'street_shop', signed_at: '2026-11-23T00:05:00Z' } } })
    await choose(page, '社区党员')
    await submit(page)
    expect(page.text()).toContain('这部手机已经签到')
    expect(page.text()).toContain('08:05 · 沿街门店')
  })

  it('another session’s code is another matter', async () => {
    const { page } = await open()
    await choose(page, '社区党员')
    await submit(page)
    page.unmount()
    serve({ 'GET /cleanup-sign-ins/wxyz': { body: signInPage() } })
    const { page: other } = await mountPage(SignInPage, '/sign-in/wxyz', '/sign-in/:code')
    await settle()
    expect(other.find('form').exists()).toBe(true)
  })

  it('works where nothing may be stored', async () => {
    const refuse = () => {
      throw new DOMException('', 'SecurityError')
    }
    vi.stubGlobal('localStorage', { getItem: refuse, setItem: refuse })
    expect(phoneToken()).toMatch(/^[0-9a-f]{32}$/)
    expect(phoneToken()).toBe(phoneToken())
  })
})

describe('closed', () => {
  const hours = (from: number, until: number) => ({ is_open: false, opens_at: new Date(Date.now() + from * 3600_000).toISOString(), closes_at: new Date(Date.now() + until * 3600_000).toISOString() })

  it.each([
    ['before', hours(2, 5), '还没有到签到时间'], ['after', hours(-5, -2), '签到已经结束'], ['as it was cancelled', hours(-1, 1), '已取消'],
  ])('%s: says so and what to do', async (_, over, words) => {
    const { page } = await open({}, signInPage(over))
    expect(page.text()).toContain(words)
    expect(page.find('form').exists()).toBe(false)
  })

  it('between opening the page and the tap', async () => {
    const { page } = await open({ [`POST ${path}`]: { status: 403, body: { status: 403, code: 'sign_in_closed', detail: '', is_cancelled: true } } })
    await choose(page, '社区党员')
    await submit(page)
    expect(page.text()).toContain('已取消')
  })

  it.each([
    ['no such code', { [`GET ${path}`]: problem(404, 'sign_in_unknown') }, '可能已换新'],
    ['no site yet', { [`GET ${path}`]: { body: signInPage({ sites: [] }) } }, '还没有定点位'],
  ])('%s', async (_, replies, words) => {
    const { page } = await open(replies)
    expect(page.text()).toContain(words)
  })

  it('refused, says why and lets try again', async () => {
    const { page } = await open({ [`POST ${path}`]: problem(422, 'invalid') })
    await choose(page, '社区党员')
    await submit(page)
    expect(page.get('[role=alert]').text()).toContain('422 invalid')
    expect(page.find('form').exists()).toBe(true)
  })
})
