import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { loadDeskWords } from '@/core/i18n'
import { hush, toast } from '@/core/ui/toast'
import { categoryItems, organiser, series, site, wholeSession } from '@/testing/cleanups-desk'
import { segment } from '@/testing/fixtures'
import { button, freshPhone, mountPage, settle } from '@/testing/mount'
import { problem, serve, type Asked, type Replies } from '@/testing/server'
import SessionFormView from './SessionFormView.vue'

vi.mock('@/core/ui/map', () => ({ MapView: { name: 'MapView', props: ['segments', 'chosen', 'points'], emits: ['segment', 'pin'], render: () => null } }))
// Element's pickers are no part of what is tried here, and slow to mount.
vi.mock('./DayField.vue', () => ({ default: { props: ['modelValue'], render: () => null } }))
vi.mock('./ClockField.vue', () => ({ default: { props: ['modelValue'], render: () => null } }))
// A whole page on a busy machine takes its time.
vi.setConfig({ testTimeout: 20_000 })

const row = { id: 'session-0', state: 'finished', sites: 1 }
const replies: Replies = {
  'GET /cleanup-series': { body: { items: [series()] } },
  'GET /cleanup-sessions': { body: { items: [{ ...row, id: 'rained-off', state: 'cancelled' }, row], next_cursor: null } },
  'GET /cleanup-sessions/session-0': { body: wholeSession({ id: 'session-0', held_on: '2026-11-14' }) },
  'GET /cleanup-sessions/session-1': { body: wholeSession({ sites: [site(), site({ id: 'site-9', name: '旧点', is_withdrawn: true })] }) },
  'GET /cleanup-sessions/session-1/events': { body: { items: [{ action_id: 'x', action: 'postpone', actor_id: 'b', actor_name: '王组织', at: '2026-11-20T01:00:00Z', version: 4, note: '下雨', data: {} }] } },
  'GET /participant-categories': { body: { items: categoryItems } },
  'GET /cleanup-result-kinds': { body: { items: [] } },
  'GET /road-segments': { body: { type: 'FeatureCollection', features: [segment] } },
  'GET /roads': { body: { items: [] } },
}
type Sent = { version?: number; note: string; held_on: string; sites: { id: string; name: string; location?: object; segment_id?: string }[] }
const puts = (asked: Asked[]) => asked.filter(({ method }) => method === 'PUT')
const bodies = (asked: Asked[]) => puts(asked).map(({ json }) => json as Sent)

async function open(at: string, props: object, more: Replies = {}) {
  const asked = serve({ ...replies, ...more })
  const mounted = await mountPage(SessionFormView, at, '/desk/cleanups/:rest(.*)*', props)
  await settle()
  return { asked, ...mounted, map: mounted.page.findComponent({ name: 'MapView' }) }
}

const saveAny = (asked: Asked) => ({ status: 201, body: wholeSession({ id: asked.path.split('/').pop()! }) })

describe('a session written at the desk', () => {
  beforeEach(async () => {
    await freshPhone(organiser)
    await loadDeskWords()
    hush()
  })
  afterEach(() => vi.unstubAllGlobals())

  it('is entered afterwards with one click more, the last sites copied', async () => {
    const wild = new Proxy(replies, { get: (target, key: string) => (key.startsWith('PUT ') ? saveAny : target[key]) })
    const asked = serve(wild)
    const { page, router } = await mountPage(SessionFormView, '/desk/cleanups/new?series=series-1&on=2026-11-21&copy=last', '/desk/cleanups/:rest(.*)*', {})
    await settle()
    expect(page.text()).toContain('已复制 2026-11-14 的 1 个点位')
    await page.find('form').trigger('submit')
    await settle()
    expect(bodies(asked)[0]).toMatchObject({ series_id: 'series-1', held_on: '2026-11-21', sites: [{ name: '棉纺路东段', segment_id: 'segment-1' }] })
    expect(bodies(asked)[0]!.sites[0]!.id).not.toBe('site-1')
    expect(router.currentRoute.value.path).toBe(puts(asked)[0]!.path.replace('/cleanup-sessions', '/desk/cleanups'))
  })

  it('shows no form for another office’s session', async () => {
    const seen = wholeSession({ sign_in: { code: null, opens_at: '', closes_at: '', is_open: false } })
    const { page } = await open('/desk/cleanups/session-1/edit', { id: 'session-1' }, { 'GET /cleanup-sessions/session-1': { body: seen } })
    expect(page.text()).toBe('您没有这项权限。')
    expect(page.find('form').exists()).toBe(false)
  })

  it('takes segments by a click, points by a pin, and gives back what was taken out', async () => {
    const { page, asked, map } = await open('/desk/cleanups/session-1/edit', { id: 'session-1' }, { 'PUT /cleanup-sessions/session-1': { body: wholeSession() } })
    map.vm.$emit('pin', 113.6, 34.7)
    await settle()
    expect(page.text()).toContain('每个点位都要有名称')
    await page.findAll('input[aria-label="点位名称"]')[1]!.setValue('小广场')
    map.vm.$emit('segment', 'segment-1')
    await settle()
    expect(page.findAll('.site')).toHaveLength(1)
    toast.value?.actions[0]?.run()
    await button(page, '放回计划').trigger('click')
    await page.find('form').trigger('submit')
    await settle()
    expect(bodies(asked)[0]!.sites.map(({ id, name }) => [id === 'site-1' || id === 'site-9' ? id : 'new', name])).toEqual([['site-1', '棉纺路东段'], ['new', '小广场'], ['site-9', '旧点']])
    expect(bodies(asked)[0]!.version).toBe(3)
  })

  it('puts both organisers’ changes together and says who was first', async () => {
    const stale = problem(409, 'stale_version')
    const now = wholeSession({ version: 4, held_on: '2026-11-22', reason: '下雨' })
    let isFirst = true
    const { page, asked } = await open('/desk/cleanups/session-1/edit', { id: 'session-1' }, {
      'PUT /cleanup-sessions/session-1': () => {
        const reply = isFirst ? { ...stale, body: { ...stale.body, session: now } } : { body: now }
        isFirst = false
        return reply
      },
    })
    await page.find('textarea').setValue('带手套')
    await page.find('form').trigger('submit')
    await settle()
    const told = page.find('[role=alert]').text()
    expect(told).toContain('日期：2026-11-21 → 2026-11-22')
    expect(told).toContain('王组织 改期 下雨')
    await button(page, '合在一起保存').trigger('click')
    await settle()
    expect(bodies(asked)[1]).toMatchObject({ version: 4, held_on: '2026-11-22', note: '带手套' })
  })
})
