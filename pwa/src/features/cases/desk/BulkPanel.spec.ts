import { ElSelect } from 'element-plus'
import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { computed } from 'vue'
import type { CaseRow, ManyResult, Role } from '@/core/api'
import { loadDeskWords } from '@/core/i18n'
import { hush, toast } from '@/core/ui/toast'
import { row, session } from '@/testing/fixtures'
import { button, freshPhone, mountPage, settle } from '@/testing/mount'
import { serve, type Asked, type Replies } from '@/testing/server'
import BulkForm from './BulkForm.vue'
import BulkPanel from './BulkPanel.vue'
import { nothing, type Filters } from './filters'
import { usePicking } from './picking'

interface Sent {
  action: string
  note?: string
  suggested?: boolean
  department_id?: string
  into_id?: string
  due_at?: string
  targets: { id: string; version: number }[]
  filter?: object
}

const path = 'POST /cases/actions'
const result = (id: string, over: Partial<ManyResult> = {}): ManyResult => ({ id, number: `410102-20261123-${id}`, outcome: 'done', status: 'rejected', version: 9, department_id: null, code: null, detail: null, fields: null, ...over })
const refused = (id: string, code: string, over: Partial<ManyResult> = {}) => result(id, { outcome: 'refused', code, status: 'filed', version: 5, ...over })
const rows = (...some: Partial<CaseRow>[]) => some.map((one, i) => row({ id: `c${i}`, version: i + 1, status: 'reported', ...one }))
const all = ({ json }: Asked) => ({ body: { results: (json as Sent).targets.map(({ id }) => result(id)), done: 0, refused: 0, next_after: null, as_of: null } })

async function open(ticked: CaseRow[], { filters = nothing, roles = ['supervisor'] as Role[], replies = {} as Replies, size = ticked.length, isExact = true } = {}) {
  await freshPhone({ ...session.user, roles: roles.map((role) => ({ role, unit_id: 'unit-1' })) })
  const asked = serve({ [path]: all, ...replies })
  const queue = { size: computed(() => size), isExact: computed(() => isExact) }
  const picking = usePicking({ at: (rank) => ticked[rank], between: (from, to) => Promise.resolve(ticked.slice(from, to + 1)), ...queue })
  const { page } = await mountPage(BulkPanel, '/', '/:rest(.*)*', { picking, queue, filters })
  ticked.forEach((_, rank) => picking.toggle(rank))
  await flushPromises()
  return { page, picking, asked, sent: () => asked.filter(({ method }) => method === 'POST').map(({ json }) => json as Sent) }
}

const press = (key: string, more: KeyboardEventInit = {}) => {
  const event = new KeyboardEvent('keydown', { key, shiftKey: true, bubbles: true, cancelable: true, ...more })
  document.body.dispatchEvent(event)
  return event
}
const dialog = () => document.querySelector<HTMLElement>('.el-dialog')
const inDialog = (words: string) => [...(dialog()?.querySelectorAll('button') ?? [])].find((one) => one.textContent.includes(words))!
const send = async () => {
  dialog()!.querySelector('form')!.dispatchEvent(new Event('submit', { cancelable: true }))
  await settle()
}

describe('acting on those ticked', () => {
  beforeEach(async () => {
    await loadDeskWords()
    hush()
  })
  afterEach(() => {
    vi.unstubAllGlobals()
    document.body.innerHTML = ''
  })

  it('is nowhere while none is', async () => {
    const { page } = await open([])
    expect(page.find('section').exists()).toBe(false)
  })

  it('offers what they can do, with keys, and how many can where not all', async () => {
    const { page } = await open(rows({}, {}, { status: 'handled' }))
    expect(page.text()).toContain('已选 3 件')
    const words = page.findAll('.move').map((one) => one.text().replace(/\s+/g, ' '))
    expect(words).toContain('⇧F 派给建议部门')
    expect(words).toContain('⇧R 不予受理… 2')
    expect(words).toContain('⇧P 核查通过 1')
    expect(words).toContain('⇧C 留言…')
  })

  it('sends each to its own suggestion by Shift+F, after one look', async () => {
    const { asked, sent, picking } = await open(rows({}, {}))
    press('F')
    await settle()
    expect(dialog()!.textContent).toContain('派给建议部门：2 件')
    expect(asked.some(({ method }) => method === 'POST')).toBe(false)
    await send()
    expect(sent()).toEqual([expect.objectContaining({ action: 'assign', suggested: true, targets: [{ id: 'c0', version: 1 }, { id: 'c1', version: 2 }] })])
    expect(sent()[0]).not.toHaveProperty('department_id')
    expect(picking.count.value).toBe(0)
    expect(toast.value?.words).toContain('已完成“派给建议部门”：2 件')
    expect(toast.value?.actions).toEqual([])
  })

  it('takes the key from the open case, and leaves it those without Shift', async () => {
    await open(rows({}))
    const heard = vi.fn()
    window.addEventListener('keydown', heard)
    expect(press('R').defaultPrevented).toBe(true)
    expect(heard).not.toHaveBeenCalled()
    await settle()
    inDialog('取消').click()
    document.body.innerHTML = ''
    press('r', { shiftKey: false })
    press('J')
    expect(heard).toHaveBeenCalledTimes(2)
    window.removeEventListener('keydown', heard)
  })

  it('asks for the reason once, and can take the whole back', async () => {
    const { sent } = await open(rows({}, {}))
    press('R')
    await settle()
    expect(inDialog('不予受理').hasAttribute('disabled')).toBe(true)
    inDialog('重复上报').click()
    await settle()
    await send()
    expect(sent()[0]).toMatchObject({ action: 'reject', note: '重复上报' })
    toast.value!.actions[0]!.run()
    await settle()
    expect(sent()[1]).toMatchObject({ action: 'reopen', note: '误操作，撤销', targets: [{ id: 'c0', version: 9 }, { id: 'c1', version: 9 }] })
  })

  it('says which did not go and why, keeps those ticked, and leads to them', async () => {
    const results = [result('c0'), refused('c1', 'stale_version'), refused('c2', 'move_not_allowed', { status: 'closed' }), refused('c3', 'case_not_found', { number: null, status: null, version: null })]
    const { page, picking, sent } = await open(rows({}, {}, {}, {}), { replies: { [path]: { body: { results, done: 1, refused: 3, next_after: null, as_of: null } } } })
    press('L')
    await settle()
    await send()
    expect(page.find('[role=status]').text()).toContain('只立案：完成 1 件，未成 3 件')
    const lines = page.findAll('.refused li').map((one) => one.text())
    expect(lines).toHaveLength(3)
    expect(lines[0]).toContain('410102-20261123-c1')
    expect(lines[1]).toContain('已结案')
    expect(lines[2]).toContain('已看不到的案件')
    expect([...picking.rows.value.keys()]).toEqual(['c1', 'c2', 'c3'])
    expect(page.emitted('changed')).toHaveLength(1)
    await button(page, '410102-20261123-c2').trigger('click')
    expect(page.emitted('choose')).toEqual([['c2']])
    await button(page, '按最新情况再做 1 件').trigger('click')
    await settle()
    expect(sent()[1]).toMatchObject({ action: 'file', targets: [{ id: 'c1', version: 5 }] })
  })

  it('goes on where the network left it, without doing anything twice', async () => {
    let isAway = true
    const { page, sent } = await open(rows({}, {}), { replies: { [path]: (asked) => (isAway ? 'no network' : all(asked)) } })
    press('L')
    await settle()
    await send()
    expect(page.find('[role=alert]').text()).toContain('接着做不会重复')
    isAway = false
    await button(page, '接着做').trigger('click')
    await settle()
    expect(sent()[0]).toEqual(sent()[1])
    expect(toast.value?.words).toContain('2 件')
  })

  it('assigns all to one department where nobody wants the suggestion', async () => {
    const { useReference } = await import('@/features/catalog/desk/reference')
    const { page, sent } = await open(rows({}, {}), {
      replies: { 'GET /units': { body: { items: [] } }, 'GET /departments': { body: { items: [{ id: 'd2', unit_id: 'u', name: '环卫', is_active: true }] } }, 'GET /duties': { body: { items: [] } } },
    })
    await useReference().load()
    press('A')
    await settle()
    expect(dialog()!.textContent).toContain('请选部门')
    page.findComponent(BulkForm).findComponent(ElSelect).vm.$emit('update:modelValue', 'd2')
    await settle()
    await send()
    expect(sent()[0]).toMatchObject({ action: 'assign', department_id: 'd2' })
    expect(sent()[0]).not.toHaveProperty('suggested')
  })

  it('merges into the oldest unless another is chosen, which is no target itself', async () => {
    const { sent } = await open(rows({ received_at: '2026-11-23T08:00:00Z' }, { received_at: '2026-11-22T08:00:00Z' }, { received_at: '2026-11-23T09:00:00Z' }))
    press('M')
    await settle()
    await send()
    expect(sent()[0]).toMatchObject({ action: 'merge', into_id: 'c1', targets: [{ id: 'c0' }, { id: 'c2' }] })
  })

  it('says beforehand how many will be left', async () => {
    await open(rows({}, { status: 'closed' }))
    press('R')
    await settle()
    expect(dialog()!.textContent).toContain('其中 1 件的状态不能做这项操作')
  })

  it('means by the filter all that match, and says so', async () => {
    const filters: Filters = { ...nothing, status: ['reported'], sort: '-received_at' }
    const body = { results: [result('c0')], done: 1, refused: 0, next_after: null, as_of: null }
    const { page, picking, sent } = await open([], { filters, size: 3000, isExact: false, replies: { [path]: { body } } })
    picking.isAll.value = true
    await flushPromises()
    expect(page.text()).toContain('已选全部 3000+ 件（按当前条件）')
    press('R')
    await settle()
    expect(dialog()!.textContent).toContain('没有翻到的也算在内')
    inDialog('重复上报').click()
    await settle()
    await send()
    expect(sent()[0]).toMatchObject({ action: 'reject', filter: { status: ['reported'] } })
    expect(sent()[0]!.filter).not.toHaveProperty('sort')
    expect(sent()[0]).not.toHaveProperty('targets')
  })

  it('never means every case there is', async () => {
    const { page, picking } = await open([], { size: 3000 })
    picking.isAll.value = true
    await flushPromises()
    expect(page.text()).toContain('没有任何条件时不能批量操作')
    expect(page.findAll('.move')).toHaveLength(0)
    press('R')
    await settle()
    expect(dialog()).toBeNull()
  })

  it('lets all go again', async () => {
    const { page, picking } = await open(rows({}, {}))
    await button(page, '取消选择').trigger('click')
    expect([picking.count.value, page.find('section').exists()]).toEqual([0, false])
  })
})
