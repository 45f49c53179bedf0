import { ElOption, ElSelect } from 'element-plus'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { WholeCase } from '@/core/api'
import { loadDeskWords } from '@/core/i18n'
import { hush, toast } from '@/core/ui/toast'
import { category, duplicate, twins, whole } from '@/testing/fixtures'
import { button, freshPhone, mountPage, settle } from '@/testing/mount'
import { problem, serve, type Asked, type Replies } from '@/testing/server'
import CasePane from './CasePane.vue'

const units = { items: [{ id: 'unit-1', parent_id: null, kind: 'district', name: '中原区', code: '410102' }] }
const departments = { items: [{ id: 'd1', unit_id: 'unit-1', name: '综合执法队', is_active: true }, { id: 'd2', unit_id: 'unit-1', name: '环卫', is_active: true }] }
const duties = { items: [{ department_id: 'd1', unit_id: 'unit-1', category_id: null }] }
const suggestion = { department_id: 'd1', department_name: '综合执法队', reason: { kind: 'rule' as const, rule_id: 'r1', rank: 2, note: '', category_name: '店外经营', class_name: null, unit_name: null, road_name: '棉纺路', segment_name: null, side: 'north' as const, source: null } }
const reported = whole({ suggestion, status: 'reported', number: null, version: 1, allowed_actions: ['assign', 'file', 'reject', 'comment'], photos: [] })

async function open(shown: WholeCase, more: Replies = {}): Promise<{ page: Awaited<ReturnType<typeof mountPage>>['page']; asked: Asked[] }> {
  const asked = serve({
    'GET /cases/case-1': { body: shown },
    'GET /cases': { body: { items: [], next_cursor: null } },
    'GET /units': { body: units },
    'GET /departments': { body: departments },
    'GET /duties': { body: duties },
    'GET /categories': { body: { items: [category()] } },
    ...more,
  })
  const { page } = await mountPage(CasePane, '/', '/:rest(.*)*', { id: 'case-1' })
  const { useReference } = await import('@/features/catalog/desk/reference')
  await useReference().ensure()
  await settle()
  return { page, asked }
}

async function useCatalogNow(): Promise<void> {
  const { useCatalog } = await import('@/features/catalog/store')
  await useCatalog().load()
  await settle()
}

const press = (key: string, more: KeyboardEventInit = {}) => document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, ...more }))
const moves = (asked: Asked[]) => asked.filter(({ method }) => method === 'POST').map(({ json }) => json as Record<string, unknown>)

describe('the case on the desk', () => {
  beforeEach(async () => {
    await freshPhone()
    await loadDeskWords()
    hush()
  })
  afterEach(() => {
    document.body.innerHTML = ''
    vi.unstubAllGlobals()
  })

  it('offers only what this person may do, with keys', async () => {
    const { page } = await open(reported)
    const words = page.findAll('.move').map((one) => one.text())
    expect(words).toEqual(['F 立案并派给 综合执法队', 'A 立案并派遣…', 'L 只立案', 'R 不予受理…', 'C 留言…'])
  })

  it('opens again what was being written when the log-in ended, for the same person and once', async () => {
    const { page } = await open(reported)
    await button(page, '留言').trigger('click')
    await page.find('textarea').setValue('商户说明天搬')
    const { useSession } = await import('@/features/session/store')
    useSession().end()
    page.unmount()
    const { page: again } = await open(reported)
    expect((again.find('textarea').element as HTMLTextAreaElement).value).toBe('商户说明天搬')
    again.unmount()
    const { page: later } = await open(reported)
    expect(later.find('textarea').exists()).toBe(false)
  })

  it('says that it waits once an answer takes its time', async () => {
    const { page } = await open(reported)
    const before = globalThis.fetch
    vi.stubGlobal('fetch', (url: string, init: RequestInit = {}) => (init.method === 'POST' ? new Promise(() => undefined) : before(url, init)))
    press('l')
    await settle()
    expect(page.text()).not.toContain('正在提交')
    await new Promise((done) => setTimeout(done, 1000))
    await settle()
    expect(page.find('.acts').text()).toContain('正在提交')
  })

  it('says who should get it, and why', async () => {
    const { page } = await open(reported)
    expect(page.text()).toContain('建议：综合执法队（规则 2：店外经营 · 棉纺路 · 北侧）')
    const duty = { ...suggestion, reason: { ...suggestion.reason, kind: 'duty' as const, rank: null, category_name: null, unit_name: '中原区', road_name: null, side: null } }
    const other = await open({ ...reported, suggestion: duty })
    expect(other.page.text()).toContain('建议：综合执法队（中原区的所有类别归其职责）')
  })

  it('has no key for what nobody suggests', async () => {
    const { page, asked } = await open({ ...reported, suggestion: null })
    press('f')
    await settle()
    expect(moves(asked)).toEqual([])
    expect(page.find('.move').text()).toBe('A 立案并派遣…')
  })

  it('says when there is nothing to do', async () => {
    const { page } = await open(whole({ allowed_actions: [] }))
    expect(page.text()).toContain('您现在不需要对这件案卷做什么')
  })

  it('files and assigns by duty with one key', async () => {
    const after = whole({ status: 'assigned', version: 2, department_name: '综合执法队' })
    const { page, asked } = await open(reported, { 'POST /cases/case-1/actions': { body: after } })
    press('f')
    await settle()
    expect(moves(asked)).toEqual([expect.objectContaining({ action: 'assign', department_id: 'd1', version: 1 })])
    expect(page.emitted('moved')![0]).toMatchObject([{ status: 'assigned' }, { status: 'reported' }])
    expect(toast.value?.words).toContain('综合执法队')
  })

  it('assigns to a person of the department, of those who may handle it here', async () => {
    const person = (id: string, role: string, unit_id = 'unit-1') => ({ id, username: id, name: id, roles: [{ role, unit_id }], department_id: 'd1', is_active: true, must_change_password: false, may_administer: false })
    const people = [person('p1', 'handler'), person('p2', 'viewer'), person('p3', 'handler', 'elsewhere')]
    const { page, asked } = await open(reported, {
      'GET /users': { body: { items: people, next_cursor: null } },
      'POST /cases/case-1/actions': { body: whole({ status: 'assigned', version: 2 }) },
    })
    press('a')
    await settle()
    expect(asked.some(({ path }) => path.startsWith('/users?department_id=d1'))).toBe(true)
    const [, chosen] = page.findAllComponents(ElSelect)
    expect(chosen!.findAllComponents(ElOption).map((one) => one.props('value'))).toEqual(['p1'])
    chosen!.vm.$emit('update:modelValue', 'p1')
    await page.find('form').trigger('submit')
    await settle()
    expect(moves(asked)).toEqual([expect.objectContaining({ action: 'assign', department_id: 'd1', assignee_id: 'p1' })])
  })

  it('forgets the person when another department is chosen', async () => {
    const { page, asked } = await open(reported, {
      'GET /users': { body: { items: [], next_cursor: null } },
      'POST /cases/case-1/actions': { body: whole({ status: 'assigned', version: 2 }) },
    })
    press('a')
    await settle()
    page.findComponent(ElSelect).vm.$emit('update:modelValue', 'd2')
    await settle()
    await page.find('form').trigger('submit')
    await settle()
    expect(moves(asked)[0]).toMatchObject({ department_id: 'd2' })
    expect(moves(asked)[0]).not.toHaveProperty('assignee_id')
  })

  it('asks for a reason before it refuses, and lets it be taken back', async () => {
    const rejected = whole({ status: 'rejected', version: 2, allowed_actions: ['reopen'] })
    const { page, asked } = await open(reported, {
      'POST /cases/case-1/actions': ({ json }) => ({ body: (json as { action: string }).action === 'reopen' ? whole({ ...reported, version: 3 }) : rejected }),
    })
    press('r')
    await settle()
    expect(page.find('.send').attributes('disabled')).toBeDefined()
    await button(page, '重复上报').trigger('click')
    await page.find('form').trigger('submit')
    await settle()
    expect(moves(asked)[0]).toMatchObject({ action: 'reject', note: '重复上报' })
    toast.value!.actions[0]!.run()
    await settle()
    expect(moves(asked)[1]).toMatchObject({ action: 'reopen', version: 2 })
    expect(page.emitted('moved')!.at(-1)).toEqual([expect.objectContaining({ status: 'reported' }), null])
  })

  it('shows both versions when somebody was quicker', async () => {
    const stale = problem(409, 'stale_version')
    const now = whole({ ...reported, status: 'filed', version: 2 })
    const { page } = await open(reported, { 'POST /cases/case-1/actions': { ...stale, body: { ...stale.body, case: now } } })
    press('l')
    await settle()
    expect(page.text()).toContain('刚被别人改过')
    expect(page.findAll('.sides dl').map((one) => one.text())).toEqual([expect.stringContaining('待受理'), expect.stringContaining('已立案')])
    await button(page, '看最新情况').trigger('click')
    expect(page.text()).not.toContain('刚被别人改过')
    expect(page.find('header').text()).toContain('已立案')
  })

  it('says in words what the server refused, and keeps the form', async () => {
    const { page } = await open(whole(), { 'POST /cases/case-1/actions': problem(409, 'photos_missing') })
    press('p')
    await settle()
    expect(page.find('[role=alert]').text()).toContain('照片还没有传到')
  })

  it('tells the warnings of the photos', async () => {
    const shown = whole()
    shown.photos[0]!.warnings = ['place_mismatch', 'time_mismatch', 'reused']
    const { page } = await open(shown)
    for (const words of ['地点不符', '时间不符', '重复']) expect(page.find('figcaption').text()).toContain(words)
  })

  it('refuses with a usual reason in two keys', async () => {
    const { page, asked } = await open(reported, { 'POST /cases/case-1/actions': { body: whole({ status: 'rejected', version: 2 }) } })
    press('r')
    await settle()
    expect(document.activeElement).toBe(page.find('form').element)
    page.find('form').element.dispatchEvent(new KeyboardEvent('keydown', { key: '2', bubbles: true }))
    await settle()
    expect(moves(asked)).toEqual([expect.objectContaining({ action: 'reject', note: '不属于受理范围' })])
  })

  it('gives to any department in two keys, and no letter of the form is a key of the desk', async () => {
    const { page, asked } = await open(reported, { 'GET /users': { body: { items: [], next_cursor: null } }, 'POST /cases/case-1/actions': { body: whole({ status: 'assigned', version: 2 }) } })
    press('a')
    await settle()
    const { element } = page.find('form')
    element.dispatchEvent(new KeyboardEvent('keydown', { key: 'l', bubbles: true }))
    await settle()
    expect(moves(asked)).toEqual([])
    element.dispatchEvent(new KeyboardEvent('keydown', { key: '2', bubbles: true }))
    await settle()
    expect(moves(asked)).toEqual([expect.objectContaining({ action: 'assign', department_id: 'd2' })])
  })

  it('leads from the digits to words of one’s own', async () => {
    const { page } = await open(reported)
    press('r')
    await settle()
    page.find('form').element.dispatchEvent(new KeyboardEvent('keydown', { key: '0', bubbles: true }))
    expect(document.activeElement).toBe(page.find('textarea').element)
    page.find('textarea').element.dispatchEvent(new KeyboardEvent('keydown', { key: '1', bubbles: true }))
    await settle()
    expect(page.find('textarea').element.value).toBe('')
  })

  it('files under another limit when a digit chose it, and keeps silent about the first', async () => {
    const limit = (text: string) => ({ text, amount: 1, clock: 'working_days' as const, note: '', source: '' })
    const kinds = { 'GET /categories': { body: { items: [category({ limits: [limit('1天'), limit('3天')] })] } } }
    const replies = { ...kinds, 'POST /cases/case-1/actions': { body: whole({ status: 'assigned', version: 2, department_name: '综合执法队' }) } }
    const shown = { ...reported, limit: null } as WholeCase
    const { page, asked } = await open(shown, replies)
    await useCatalogNow()
    expect(page.find('.limits').text()).toContain('1天')
    press('2')
    await settle()
    press('f')
    await settle()
    expect(moves(asked)[0]).toMatchObject({ action: 'assign', department_id: 'd1', limit: '3天' })
  })

  it('says how the clock runs, and by which calendar', async () => {
    const calendars = [{ year: 2026, source: 'published', note: '', loaded_at: null, days: [] }, { year: 2027, source: 'weekends', note: '', loaded_at: null, days: [] }]
    const limit = { text: '3天', amount: 3, clock: 'working_days' as const, note: '需要施工' }
    const shown = whole({ limit, assigned_at: '2026-12-30T01:00:00Z', due_at: '2027-01-05T10:00:00Z', paused_at: '2026-12-31T02:00:00Z' })
    const { page } = await open(shown, { 'GET /calendars': { body: { items: calendars } } })
    for (const words of ['时限 3天（按工作日）', '需要施工', '国家公布的 2026 年', '2027 年放假安排未公布', '12-31 10:00 起暂停']) expect(page.find('.clock').text()).toContain(words)
  })

  describe('beside a likely duplicate', () => {
    const twin = duplicate({ id: 'case-2', number: '410102-20261123-0009', distance_m: 12.4, minutes_apart: 25, likeness: 0.92 })
    const other = whole({ id: 'case-2', number: twin.number, version: 7, allowed_actions: ['merge', 'comment'] })
    const mine = whole({ ...reported, allowed_actions: [...reported.allowed_actions, 'merge'] })
    const replies = { 'GET /cases/case-1/duplicates': { body: twins({ items: [twin] }) }, 'GET /cases/case-2': { body: other } }
    const pressThere = (key: string) => document.querySelector('dialog')!.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))

    it('tells how far, how long ago and how like', async () => {
      const { page } = await open(mine, replies)
      expect(page.find('.twins').text()).toContain('相距 12 米 · 前后差 25分 · 照片相似 92%')
    })

    it('merges in two keys, having shown both, and offers to take it back', async () => {
      const merged = whole({ ...mine, status: 'merged', version: 2, allowed_actions: ['unmerge'] })
      const { asked } = await open(mine, { ...replies, 'POST /cases/case-1/actions': { body: merged } })
      press('m')
      await settle()
      expect([...document.querySelectorAll('dialog h3')].map((one) => one.textContent)).toHaveLength(2)
      pressThere('m')
      await settle()
      expect(moves(asked)).toEqual([expect.objectContaining({ action: 'merge', into_id: 'case-2', version: 1 })])
      expect(document.querySelector('dialog')).toBeNull()
      expect(toast.value?.actions[0]?.words).toBe('撤销')
    })

    it('takes the other in, by the other’s version', async () => {
      const { asked } = await open(mine, { ...replies, 'POST /cases/case-2/actions': { body: whole({ ...other, status: 'merged', version: 8, allowed_actions: ['unmerge'] }) } })
      press('=')
      await settle()
      pressThere('n')
      await settle()
      expect(asked.find(({ method }) => method === 'POST')).toMatchObject({ path: '/cases/case-2/actions', json: { action: 'merge', into_id: 'case-1', version: 7 } })
      expect(toast.value?.words).toContain('0009')
    })

    it('asks for a number where nothing likely is there', async () => {
      const { page } = await open(mine, { 'GET /cases/case-1/duplicates': { body: twins() } })
      press('m')
      await settle()
      expect(document.querySelector('dialog')).toBeNull()
      expect(page.find('form .target').exists()).toBe(true)
    })

    it('does not put side by side what this person may not see', async () => {
      const { page } = await open(mine, { 'GET /cases/case-1/duplicates': { body: twins({ items: [{ ...twin, is_visible: false }] }) } })
      expect(page.find('.twins').text()).not.toContain('对比')
      press('=')
      await settle()
      expect(document.querySelector('dialog')).toBeNull()
    })
  })

  it('leads from an old number to the case that goes on, and marks what came back', async () => {
    const ref = (id: string, number: string) => ({ id, number, status: 'closed' as const, received_at: '2026-11-20T02:00:00Z', closed_at: '2026-11-21T02:00:00Z' })
    const told = twins({ merged_into: ref('case-9', '410102-20261120-0001'), relapse_of: ref('case-8', '410102-20261119-0001') })
    const { page } = await open(whole({ status: 'merged', allowed_actions: ['unmerge'] }), { 'GET /cases/case-1/duplicates': { body: told } })
    expect(page.find('.relatives').text()).toContain('410102-20261120-0001')
    expect(page.find('.relapse').text()).toContain('复发')
    press('g')
    expect(page.emitted('choose')).toEqual([['case-9']])
  })

  it('says why there is nothing to see', async () => {
    const { page } = await open(whole(), { 'GET /cases/case-1': problem(404, 'case_not_found') })
    expect(page.text()).toContain('重试')
  })
})
