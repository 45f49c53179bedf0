import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { loadDeskWords } from '@/core/i18n'
import { hush, toast } from '@/core/ui/toast'
import { categoryItems, noSources, organiser, site, totals, wholeSession } from '@/testing/cleanups-desk'
import { button, freshPhone, mountPage, settle } from '@/testing/mount'
import { problem, serve, type Asked, type Replies } from '@/testing/server'
import SessionView from './SessionView.vue'
import type { WholeSession } from './types'

vi.mock('@/features/cleanups/desk/SitePhotos.vue', () => ({ default: { render: () => null } }))
vi.mock('@/features/cleanups/desk/SiteCases.vue', () => ({ default: { render: () => null } }))
vi.mock('@/core/ui/QrCode.vue', () => ({ default: { name: 'QrCode', props: ['text'], render: () => null } }))

// A whole page on a busy machine takes its time.
vi.setConfig({ testTimeout: 20_000 })

const by = { ...noSources(), tally: { volunteer: 30 }, sign_in: { volunteer: 12 }, correction: { volunteer: -2 } }
const east = site({ totals: totals({ volunteer: 28 }), total: 28, by_source: by, counted: { volunteer: { sources: ['tally'], is_chosen: false } }, counters: 1 })
const whole = (over: Partial<WholeSession> = {}) => wholeSession({ sites: [east], totals: totals({ volunteer: 28 }), total: 28, by_source: by, ...over })
const signIn = (id: string) => ({ id, site_id: 'site-1', category_code: 'volunteer', shop_id: null, shop_name: null, stationed_unit_id: null, stationed_unit_name: null, signed_at: '2026-11-21T01:00:00Z', is_struck: false, strike_reason: '' })
const counter = { id: 'counter-1', site_id: 'site-1', seq: 4, counts: { volunteer: 30 }, is_struck: false, received_at: '2026-11-24T01:00:00Z', updated_at: '2026-11-24T01:00:00Z', sent_by: '3 号楼栋长', is_by_link: true, is_late: true, strike_reason: '' }
const S = '/cleanup-sessions/session-1'
const replies: Replies = {
  [`GET ${S}`]: { body: whole() },
  'GET /participant-categories': { body: { items: categoryItems } },
  'GET /cleanup-result-kinds': { body: { items: [] } },
  [`GET ${S}/sites/site-1/counts`]: { body: { counters: [counter], entries: [] } },
  [`GET ${S}/sites/site-1/links`]: { body: { items: [] } },
  [`GET ${S}/sign-ins`]: { body: { items: [signIn('a'), signIn('b')], next_cursor: null } },
  [`GET ${S}/events`]: { body: { items: [] } },
}
const sent = (asked: Asked[], path: string) => asked.filter((one) => one.method !== 'GET' && one.path === S + path).map(({ json }) => json as Record<string, unknown>)

async function open(more: Replies = {}) {
  const asked = serve({ ...replies, ...more })
  const mounted = await mountPage(SessionView, '/desk/cleanups/session-1', '/desk/cleanups/:id', { id: 'session-1' })
  await settle()
  return { asked, ...mounted }
}

describe('a session at the desk', () => {
  beforeEach(async () => {
    await freshPhone(organiser)
    await loadDeskWords()
    hush()
  })
  afterEach(() => {
    vi.unstubAllGlobals()
    document.body.innerHTML = ''
  })

  it('renews the code only at the second press, and says before what that voids', async () => {
    const shown = whole({ allowed_actions: ['renew_code'] })
    const { page, asked } = await open({ [`GET ${S}`]: { body: shown }, [`POST ${S}/actions`]: { body: shown } })
    await button(page, '换一个码').trigger('click')
    expect(sent(asked, '/actions')).toEqual([])
    expect(page.text()).toContain('已打印、已转发的二维码都要换成新的')
    await button(page, '确定换码').trigger('click')
    await settle()
    expect(sent(asked, '/actions')).toMatchObject([{ action: 'renew_code' }])
  })

  it('says beside every number where it comes from', async () => {
    const { page } = await open()
    const cell = page.findAll('.number')[2]!
    expect(cell.text()).toContain('28')
    expect(cell.text()).toContain('计数器，更正 −2 · 另有 1 种')
    expect(page.text()).toContain('户参与，在册 980 户')
    expect(page.text()).toContain('28 人次')
  })

  it('shows on demand what the others say, and adds them up where they are other people', async () => {
    const { page, asked } = await open({ [`POST ${S}/actions`]: { body: whole({ version: 4 }) } })
    await page.findAll('.number')[2]!.trigger('click')
    await settle()
    const ways = [...document.querySelectorAll<HTMLInputElement>('.el-drawer .way input')]
    expect(ways.map(({ checked }) => checked)).toEqual([true, false, false])
    ways[1]!.dispatchEvent(new Event('change'))
    await settle()
    expect(sent(asked, '/actions')[0]).toMatchObject({ action: 'choose_sources', site_id: 'site-1', category_code: 'volunteer', sources: ['tally', 'sign_in'], version: 3 })
    toast.value?.actions[0]?.run()
    await settle()
    expect(sent(asked, '/actions')[1]).toMatchObject({ action: 'choose_sources', sources: [], version: 4 })
  })

  it('finishes with one click and takes it back with another', async () => {
    const { page, asked } = await open({ [`POST ${S}/actions`]: { body: whole({ version: 4, state: 'finished', allowed_actions: ['reopen'] }) } })
    await button(page, '结束活动').trigger('click')
    await settle()
    expect(page.text()).toContain('已结束')
    toast.value?.actions[0]?.run()
    await settle()
    expect(sent(asked, '/actions').map(({ action }) => action)).toEqual(['finish', 'reopen'])
  })

  it('says until when one could sign in, once that is over', async () => {
    const { page } = await open({ [`GET ${S}`]: { body: whole({ sign_in: { code: 'abcdefghjk', opens_at: '2026-01-02T21:00:00Z', closes_at: '2026-01-03T14:00:00Z', is_open: false } }) } })
    expect(page.text()).toContain('已过签到时间')
    expect(page.text()).toContain('01-03 05:00 – 22:00 可以签到')
  })

  it('takes a link back with a second press, and says what that does to a phone', async () => {
    const link = { id: 'link-1', site_id: 'site-1', label: '3 号楼', token: 'abc', made_at: '2026-11-20T00:00:00Z', closes_at: '2026-12-22T16:00:00Z', revoked_at: null, counters: 1 }
    const { page, asked } = await open({ [`GET ${S}/sites/site-1/links`]: { body: { items: [link] } }, [`DELETE ${S}/sites/site-1/links/link-1`]: { status: 204 } })
    await button(page, '二维码').trigger('click')
    await settle()
    const press = async (label: string) => {
      const found = [...document.querySelectorAll<HTMLElement>('.el-dialog button')].find((one) => one.textContent?.includes(label))
      found!.click()
      await settle()
    }
    await press('收回链接')
    expect(sent(asked, '/sites/site-1/links/link-1')).toHaveLength(0)
    expect(document.querySelector('.el-dialog')!.textContent).toContain('还没上传的数将留在手机里')
    await press('确认收回')
    expect(sent(asked, '/sites/site-1/links/link-1')).toHaveLength(1)
  })

  it('cancels with a reason and says that counts still arrive', async () => {
    const cancelled = whole({ version: 4, state: 'cancelled', reason: '下雨', allowed_actions: ['reinstate'] })
    const { page, asked } = await open({ [`POST ${S}/actions`]: { body: cancelled } })
    await button(page, '取消活动').trigger('click')
    await settle()
    const dialog = document.querySelector('.el-dialog')!
    expect([...dialog.querySelectorAll('.ways button')].map((one) => one.textContent)).toEqual(['先不取消', '取消活动'])
    ;[...dialog.querySelectorAll('button')].find((one) => one.textContent === '下雨')!.click()
    await settle()
    dialog.querySelector('form')!.dispatchEvent(new Event('submit'))
    await settle()
    expect(sent(asked, '/actions')[0]).toMatchObject({ action: 'cancel', note: '下雨' })
    expect(page.text()).toContain('手机上还在计的数仍会收到并保留')
  })

  it('shows what the other wrote, and goes on', async () => {
    const stale = problem(409, 'stale_version')
    let isFirst = true
    const { page, asked } = await open({
      [`POST ${S}/actions`]: () => {
        const reply = isFirst ? { ...stale, body: { ...stale.body, session: whole({ version: 4, note: '改到南门集合' }) } } : { body: whole({ version: 5, state: 'finished' }) }
        isFirst = false
        return reply
      },
    })
    await button(page, '结束活动').trigger('click')
    await settle()
    expect(page.find('[role=alert]').text()).toContain('说明：— → 改到南门集合')
    await button(page, '仍要结束活动').trigger('click')
    await settle()
    expect(sent(asked, '/actions')[1]).toMatchObject({ action: 'finish', version: 4 })
    expect(page.text()).not.toContain('别人刚改过')
  })

  it('tells of a phone that came late by a link, and strikes it out with a reason', async () => {
    const { page, asked } = await open({ [`POST ${S}/strikes`]: { body: { changed: 1 } } })
    expect(page.text()).toContain('3 号楼栋长 链接迟到')
    await page.find('input[aria-label="3 号楼栋长"]').trigger('change')
    await button(page, '重复计数').trigger('click')
    await button(page, '划掉，不计入').trigger('click')
    await settle()
    expect(sent(asked, '/strikes')[0]).toEqual({ kind: 'counter', ids: ['counter-1'], is_struck: true, reason: '重复计数' })
    toast.value?.actions[0]?.run()
    await settle()
    expect(sent(asked, '/strikes')[1]).toMatchObject({ kind: 'counter', ids: ['counter-1'], is_struck: false })
  })

  it('strikes several sign-ins at once', async () => {
    const { page, asked } = await open({ [`POST ${S}/strikes`]: { body: { changed: 2 } } })
    await button(page, '全选').trigger('click')
    await button(page, '二维码被外传').trigger('click')
    await button(page, '划掉，不计入').trigger('click')
    await settle()
    expect(sent(asked, '/strikes')[0]).toMatchObject({ kind: 'sign_in', ids: ['a', 'b'], reason: '二维码被外传' })
  })

  it('leads a QR code to the public page', async () => {
    const { page } = await open()
    expect(page.findComponent({ name: 'QrCode' }).props('text')).toBe(`${location.origin}/sign-in/abcdefghjk`)
  })

  it('gives who only reads the numbers and nothing to do', async () => {
    const reader = whole({ sign_in: { ...whole().sign_in, code: null }, allowed_actions: [] })
    const { page, asked } = await open({ [`GET ${S}`]: { body: reader } })
    expect(page.findAll('.number')[2]!.text()).toContain('28')
    expect(page.text()).not.toContain('结束活动')
    expect(asked.some(({ path }) => path.includes('/counts') || path.includes('/sign-ins'))).toBe(false)
  })
})
