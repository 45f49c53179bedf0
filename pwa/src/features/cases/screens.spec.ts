import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { MoveBody, ReportBody } from '@/core/api'
import { db } from '@/core/db'
import { sendFor } from '@/core/outbox'
import { toast } from '@/core/ui/toast'
import { category, row, segment, session, whole } from '@/testing/fixtures'
import { hold } from '@/testing/held'
import { button, freshPhone, mountPage, settle } from '@/testing/mount'
import { serve, type Replies } from '@/testing/server'
import { useSession } from '@/features/session/store'
import CasePage from './CasePage.vue'
import CheckPage from './CheckPage.vue'
import { newDraft } from './draft'
import ReportPage from './ReportPage.vue'
import ReportsPage from './ReportsPage.vue'
import StreetPage from './StreetPage.vue'

const base: Replies = {
  'GET /categories': { body: { items: [category(), category({ id: 'k2', code: '04-06', name: '占道经营', rank: 2 })] } },
  'GET /road-segments': { body: { type: 'FeatureCollection', features: [segment] } },
  'GET /cases': { body: { items: [], next_cursor: null } },
}
const fix = { lon: 113.612, lat: 34.7481, accuracy_m: 8, heading: null, at: new Date().toISOString() }
const COORDS = { longitude: 113.612, latitude: 34.7481, heading: null }
const photo = { sha256: 'a'.repeat(64), role: 'before' as const }

beforeEach(async () => {
  sendFor(null)
  await freshPhone()
})
afterEach(() => {
  vi.unstubAllGlobals()
  document.body.innerHTML = ''
})

async function open(component: object, at: string, path: string, replies: Replies) {
  serve({ ...base, ...replies })
  const opened = await mountPage(component as never, at, path)
  await settle()
  return opened
}

describe('the street', () => {
  it('shows what is due first, and what is new in my reports', async () => {
    await hold([
      { id: 'two', is_task: true, reporter_id: 'other' },
      { id: 'one', is_task: true, reporter_id: 'other', category_name: '暴露垃圾', status: 'assigned', due_at: '2026-11-23T08:00:00Z' },
      { id: 'three', unread: true },
    ])
    const { page } = await open(StreetPage, '/', '/', {})
    expect(page.find('h1').text()).toBe('今日待办 2')
    expect(page.findAll('a.card').map((card) => card.attributes('href'))).toEqual(['/cases/one', '/cases/two/check', '/reports'])
    expect(page.text()).toContain('1 条新动态')
  })

  it('leaves out what is done and only waits for the network', async () => {
    await db.outbox.add({ id: 'e', owner: session.user.id, case_id: 'one', state: 'waiting', photos: [], kind: 'move', body: { action: 'take' }, created_at: '' } as never)
    await hold([{ id: 'one', is_task: true }])
    const { page } = await open(StreetPage, '/', '/', {})
    expect(page.find('h1').text()).toBe('今日待办 0')
    expect(page.text()).toContain('1 未上传')
  })

  it('goes from the shutter straight to the report, the photo already kept', async () => {
    const { page, router } = await open(StreetPage, '/', '/', {})
    const input = page.find('.shutter input[type=file]')
    Object.defineProperty(input.element, 'files', { value: [new File(['x'], 'image.jpg', { type: 'image/jpeg' })] })
    await input.trigger('change')
    await vi.waitFor(() => expect(router.currentRoute.value.path).toBe('/report'))
    const [draft] = await db.drafts.toArray()
    expect(router.currentRoute.value.fullPath).toBe(`/report?draft=${draft!.id}`)
  })

  it('does not blame the network when the log-in has ended', async () => {
    const ended = { status: 401, body: { status: 401, code: 'login_required', detail: '' } }
    await hold([{ id: 'one', is_task: true }])
    const { page } = await open(StreetPage, '/', '/', { 'GET /changes': ended, 'GET /session': ended })
    expect(page.text()).not.toContain('网络不通')
  })

  it('has no shutter for those who do not report', async () => {
    await freshPhone({ ...session.user, roles: [{ role: 'handler', unit_id: 'unit-1' }] })
    const { page } = await open(StreetPage, '/', '/', {})
    expect(page.find('.shutter').exists()).toBe(false)
  })
})

describe('reporting', () => {
  async function openDraft(over: object = {}) {
    const draft = { ...newDraft(session.user.id), photos: [photo], fix, ...over }
    await db.drafts.put(draft)
    return { draft, ...(await open(ReportPage, `/report?draft=${draft.id}`, '/report', {})) }
  }

  it('takes a category and the button when the place is good', async () => {
    const { draft, page, router } = await openDraft()
    expect(page.text()).toContain('棉纺路：百花路—工人路 · 北侧 · ±8 米')
    await button(page, '占道经营').trigger('click')
    await button(page, /^上报：占道经营/).trigger('click')
    await settle()
    expect(router.currentRoute.value.path).toBe('/')
    const [entry] = await db.outbox.toArray()
    expect(entry).toMatchObject({ case_id: draft.id, kind: 'report', state: 'waiting' })
    expect(entry!.body as ReportBody).toMatchObject({ category_code: '04-06', placed_by: 'gps', photos: [photo] })
    expect(await db.drafts.count()).toBe(0)
  })

  it('is never stopped by a missing position: a segment from the list will do', async () => {
    const { page } = await openDraft({ fix: null, category_code: '04-05' })
    expect(page.find('.foot button').attributes('disabled')).toBeDefined()
    await button(page, '改').trigger('click')
    await button(page, '棉纺路：百花路—工人路').trigger('click')
    expect(page.text()).toContain('按路段')
    expect(page.find('.foot button').attributes('disabled')).toBeUndefined()
  })

  it('takes a fix that came while the draft was still being read', async () => {
    const geolocation = { clearWatch: () => undefined, watchPosition: (tell: PositionCallback) => (tell({ timestamp: Date.now(), coords: { ...COORDS, accuracy: 12 } } as GeolocationPosition), 1) }
    vi.spyOn(navigator, 'geolocation', 'get').mockReturnValue(geolocation as never)
    const { page } = await openDraft({ fix: null, observed_at: new Date().toISOString() })
    expect(page.text()).toContain('±12 米')
  })

  it('asks for the after photo when cleared on the spot', async () => {
    const { page } = await openDraft({ category_code: '04-05' })
    await page.find('[role=switch]').setValue(true)
    expect(page.text()).toContain('还要一张清理后的照片')
    expect(page.find('.foot button').attributes('disabled')).toBeDefined()
  })

  it('survives a kill: what was chosen is there again', async () => {
    const { draft, page } = await openDraft()
    await button(page, '占道经营').trigger('click')
    await settle()
    page.unmount()
    const again = await open(ReportPage, `/report?draft=${draft.id}`, '/report', {})
    expect(again.page.find('.foot button').text()).toBe('上报：占道经营')
  })

  it('opened without a draft, is found again after a reload', async () => {
    const { page, router } = await open(ReportPage, '/report', '/report', {})
    const input = page.find('input[type=file]')
    Object.defineProperty(input.element, 'files', { value: [new File(['x'], 'image.jpg', { type: 'image/jpeg' })] })
    await input.trigger('change')
    await vi.waitFor(async () => expect(router.currentRoute.value.query).toEqual({ draft: (await db.drafts.toArray())[0]?.id ?? 'none' }))
  })

  it('says that it is on the phone, and that it was sent only once it was', async () => {
    const said = async (standing: 'remembered' | 'in' | 'ended') => {
      const { page } = await openDraft({ category_code: '04-05' })
      useSession().standing = standing
      await button(page, /^上报：/).trigger('click')
      await settle()
      page.unmount()
      return toast.value?.words
    }
    expect(await said('remembered')).toBe('已存在手机，有网后自动上传')
    expect(await said('ended')).toBe('已存在手机，登录后自动上传')
    expect(await said('in')).toBe('已存在手机，正在上传')

    const arrive = (_: unknown, entry: { state: string }) => void (entry.state = 'received')
    db.outbox.hook('creating', arrive)
    const { page } = await openDraft({ category_code: '04-05' })
    await button(page, /^上报：/).trigger('click')
    await settle()
    db.outbox.hook('creating').unsubscribe(arrive)
    expect(toast.value?.words).toBe('已上传')
  })

  it('can be undone for as long as the toast stays, and nothing has left by then', async () => {
    const { draft, page, router } = await openDraft({ category_code: '04-05' })
    await button(page, /^上报：/).trigger('click')
    await settle()
    toast.value!.actions.find(({ words }) => words === '撤销')!.run()
    await settle()
    expect(router.currentRoute.value.query).toEqual({ draft: draft.id })
    expect([await db.outbox.count(), await db.drafts.count()]).toEqual([0, 1])
  })

  it('says when no segment is near a good position', async () => {
    const { page } = await openDraft({ fix: { ...fix, lat: 34.9 } })
    expect(page.text()).toContain('附近没有登记的路段，由督导定位 · ±8 米')
  })

  it('shows nobody the draft of another', async () => {
    const { page } = await openDraft({ owner: 'another' })
    expect(page.find('.foot').exists()).toBe(false)
  })
})

describe('a case', () => {
  const at = (component: object, over: object, url = '/cases/case-1') =>
    open(component, url, url.replace('case-1', ':id'), { 'GET /cases/case-1': { body: whole(over) }, 'POST /cases/case-1/seen': { body: {} } })

  it('offers only the moves this person may make now', async () => {
    const { page } = await at(CasePage, { status: 'assigned', allowed_actions: ['take', 'handle', 'return', 'assign'] })
    expect(page.findAll('.foot .button').map((one) => one.text())).toEqual(['接单', '处置完成', '退回'])
  })

  it('is taken with one tap, and says that it is on its way', async () => {
    const { page } = await at(CasePage, { status: 'assigned', version: 5, allowed_actions: ['take', 'handle'] })
    await button(page, '接单').trigger('click')
    await settle()
    const [entry] = await db.outbox.toArray()
    expect(entry!.body as MoveBody).toMatchObject({ action: 'take', version: 5 })
    expect(page.text()).toContain('已存在手机，会自动上传。')
    expect(page.findAll('.foot .button').map((one) => one.text())).toEqual(['处置完成'])
  })

  it('is taken and done without a network, one step after the other', async () => {
    const { page } = await at(CasePage, { status: 'assigned', version: 5, allowed_actions: ['take', 'return', 'comment'] })
    await button(page, '接单').trigger('click')
    await settle()
    await button(page, '退回').trigger('click')
    await button(page, '不属于本部门职责').trigger('click')
    await page.findAll('dialog button').at(-1)!.trigger('click')
    await settle()
    const [, second] = await db.outbox.toArray()
    expect(second).toMatchObject({ follows: true, body: { action: 'return', note: '不属于本部门职责' }, saw: { status: 'assigned', version: 5 } })
    expect(page.findAll('.foot .button').map((one) => one.text())).toEqual(['留言'])
  })

  it('offers nothing behind a step that waits for the person', async () => {
    await db.outbox.add({ id: 'e', owner: session.user.id, case_id: 'case-1', kind: 'move', state: 'needs_you', photos: [], body: { action: 'take' }, created_at: '' } as never)
    const { page } = await at(CasePage, { status: 'assigned', allowed_actions: ['handle', 'comment'] })
    expect(page.find('.foot').exists()).toBe(false)
  })

  it('undone, words are there again when the same move is opened', async () => {
    const { page } = await at(CasePage, { status: 'assigned', allowed_actions: ['return'] })
    await button(page, '退回').trigger('click')
    await page.find('dialog textarea').setValue('找不到')
    await page.findAll('dialog button').at(-1)!.trigger('click')
    await settle()
    toast.value!.actions.find(({ words }) => words === '撤销')!.run()
    await settle()
    expect([await db.outbox.count(), (await db.unfinished.toArray()).map(({ words }) => words)]).toEqual([0, ['找不到']])
  })

  it('asks for more time by days, from the end that stands', async () => {
    const due = new Date(Date.now() + 3600_000).toISOString()
    const { page } = await at(CasePage, { status: 'assigned', due_at: due, allowed_actions: ['ask_extension'] })
    await button(page, '申请延期').trigger('click')
    await button(page, '天气原因').trigger('click')
    expect(page.findAll('dialog button').at(-1)!.attributes('disabled')).toBeDefined()
    await button(page, '2 天').trigger('click')
    await page.findAll('dialog button').at(-1)!.trigger('click')
    await settle()
    const [entry] = await db.outbox.toArray()
    expect(entry!.body).toMatchObject({ action: 'ask_extension', note: '天气原因', due_at: new Date(Date.parse(due) + 48 * 3600_000).toISOString() })
  })

  it('is put elsewhere by its reporter, by the list of segments', async () => {
    const { page } = await at(CasePage, { status: 'reported', location: null, allowed_actions: ['move'] })
    await button(page, '改位置').trigger('click')
    await settle()
    await button(page, '棉纺路：百花路—工人路').trigger('click')
    await settle()
    const [entry] = await db.outbox.toArray()
    expect(entry!.body).toMatchObject({ action: 'move', segment_id: segment.id })
  })

  it('is seen again with a word', async () => {
    const { page } = await at(CasePage, { status: 'assigned', allowed_actions: ['sight'] })
    await button(page, '再次发现').trigger('click')
    await button(page, '还在').trigger('click')
    await page.findAll('dialog button').at(-1)!.trigger('click')
    await settle()
    expect((await db.outbox.toArray())[0]!.body).toMatchObject({ action: 'sight', note: '还在' })
  })

  it('is done only with an after photo', async () => {
    const { page } = await at(CasePage, { status: 'handling', allowed_actions: ['handle'] })
    await button(page, '处置完成').trigger('click')
    const go = () => page.findAll('dialog button').at(-1)!
    expect(go().attributes('disabled')).toBeDefined()
    const input = page.find('dialog input[type=file]')
    Object.defineProperty(input.element, 'files', { value: [new File(['y'], 'image.jpg')] })
    await input.trigger('change')
    await settle()
    await go().trigger('click')
    await settle()
    const [entry] = await db.outbox.toArray()
    expect((entry!.body as MoveBody).photos).toMatchObject([{ role: 'after' }])
    expect(entry!.photos).toHaveLength(1)
  })

  it('is returned with a reason to tap', async () => {
    const { page } = await at(CasePage, { status: 'handling', allowed_actions: ['return'] })
    await button(page, '退回').trigger('click')
    await button(page, '不属于本部门职责').trigger('click')
    await page.findAll('dialog button').at(-1)!.trigger('click')
    await settle()
    expect((await db.outbox.toArray())[0]!.body as MoveBody).toMatchObject({ action: 'return', note: '不属于本部门职责' })
  })

  it('shows what speaks against a photo', async () => {
    const photos = whole().photos
    photos[0] = { ...photos[0]!, warnings: ['place_mismatch', 'time_mismatch', 'reused'], exif_distance_m: 8_212_345, exif_taken_at: '2008-10-22T16:28:39Z' }
    const { page } = await at(CasePage, { photos })
    for (const words of ['拍摄地点不符', '拍摄时间不符', '疑似重复使用', '8212 公里', '2008-10-23 00:28']) expect(page.text()).toContain(words)
  })

  it('loses its mark once its reporter has looked', async () => {
    const asked = serve({ ...base, 'GET /cases/case-1': { body: whole({ unread: true }) }, 'POST /cases/case-1/seen': { body: {} } })
    await mountPage(CasePage, '/cases/case-1', '/cases/:id')
    await vi.waitFor(() => expect(asked.find(({ method }) => method === 'POST')).toMatchObject({ path: '/cases/case-1/seen', json: { version: 4 } }))
  })

  it('opens without a network as it was last seen', async () => {
    await at(CasePage, {})
    const { page } = await open(CasePage, '/cases/case-1', '/cases/:id', { 'GET /cases/case-1': 'no network' })
    expect(page.text()).toMatch(/网络不通，这是 \d\d:\d\d 的数据/)
    expect(page.text()).toContain('王五')
  })

  it('passes the check with one tap', async () => {
    const { page } = await at(CheckPage, {}, '/cases/case-1/check')
    expect(page.findAll('figcaption').map((one) => one.text())).toEqual(['处置前', '处置后'])
    await button(page, /^通过/).trigger('click')
    await settle()
    expect((await db.outbox.toArray())[0]!.body as MoveBody).toMatchObject({ action: 'verify_pass', version: 4 })
  })

  it('fails the check only with a reason', async () => {
    const { page } = await at(CheckPage, {}, '/cases/case-1/check')
    await button(page, '不通过').trigger('click')
    const go = () => page.findAll('dialog button').at(-1)!
    expect(go().attributes('disabled')).toBeDefined()
    await button(page, '问题仍在').trigger('click')
    await go().trigger('click')
    await settle()
    expect((await db.outbox.toArray())[0]!.body as MoveBody).toMatchObject({ action: 'verify_fail', note: '问题仍在' })
  })

  it('waits with the pass until the after photo has arrived', async () => {
    const photos = whole().photos.map((one) => ({ ...one, present: one.role !== 'after' }))
    const { page } = await at(CheckPage, { photos }, '/cases/case-1/check')
    expect(button(page, /^通过/).attributes('disabled')).toBeDefined()
  })
})

describe('my reports', () => {
  it('say what became of each, and why', async () => {
    const rejected = row({ status: 'rejected', unread: true, last_event: { action: 'reject', note: '不属于城管职责', at: '2026-11-23T07:00:00Z' } })
    await hold([rejected])
    const { page } = await open(ReportsPage, '/reports', '/reports', {})
    expect(page.text()).toContain('不予受理：不属于城管职责')
    expect(page.text()).toContain('有新动态')
  })

  it('list what is still on the phone first', async () => {
    await db.cases.put({ ...row({ id: 'local', status: 'reported', category_name: '占道经营', number: null }), owner: session.user.id })
    const { page } = await open(ReportsPage, '/reports', '/reports', { 'GET /cases': 'no network' })
    expect(page.find('a.card').text()).toContain('占道经营')
  })
})
