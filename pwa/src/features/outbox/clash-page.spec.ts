import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { MoveBody, WholeCase } from '@/core/api'
import { db, type OutboxEntry } from '@/core/db'
import { sendFor } from '@/core/outbox'
import { toast } from '@/core/ui/toast'
import { category, whole } from '@/testing/fixtures'
import { button, freshPhone, mountPage, settle } from '@/testing/mount'
import { entryOf, move, report, set } from '@/testing/outbox'
import { serve, type Replies } from '@/testing/server'
import ClashPage from './ClashPage.vue'

const saw = { status: 'handled' as const, version: 4, due_at: '2026-11-23T10:00:00Z', department_name: '综合执法队', assignee_name: null, segment_name: '棉纺路：百花路—工人路', event_id: '2' }
const clash = (code: string, stands: WholeCase | null): Partial<OutboxEntry> => ({ state: 'needs_you', attempts: 1, is_tried: true, stands, problem: { status: 409, code, detail: 'English words' } })
const failed = whole({
  version: 6, status: 'assigned', due_at: '2026-11-23T10:00:00Z', allowed_actions: ['comment'],
  events: [...whole().events, { id: '3', action: 'verify_fail', actor_id: 'other', actor_name: '李四', at: '2026-11-23T08:30:00Z', from_status: 'handled', to_status: 'assigned', note: '没有清理干净', data: {} }],
})

beforeEach(async () => {
  sendFor(null)
  await freshPhone()
})
afterEach(() => vi.unstubAllGlobals())

async function open(seq: number, replies: Replies = {}) {
  serve({ 'GET /categories': { body: { items: [category()] } }, ...replies })
  const { id } = await entryOf(seq)
  const opened = await mountPage(ClashPage, `/outbox/${id}`, '/outbox/:id')
  await settle()
  return opened
}

const check = async (stands: WholeCase | null, code = 'stale_version') => {
  const seq = await move('verify_pass', 4, 'case-1', { note: '已看过' })
  await set(seq, { ...clash(code, stands), saw })
  return seq
}
const cells = (page: Awaited<ReturnType<typeof open>>['page'], row: string) =>
  page.findAll('tr').find((one) => one.text().startsWith(row))!.findAll('td').map((cell) => cell.text())

describe('a step that came too late', () => {
  it('is shown beside what stands now, with who did what in between', async () => {
    const { page } = await open(await check(failed))
    expect(page.find('.since').text()).toBe('11-23 16:30 李四 核查不通过：没有清理干净')
    expect(cells(page, '状态')).toEqual(['待核查', '待处置 有变化'])
    expect(cells(page, '期限')).toEqual(['11-23 18:00', '11-23 18:00'])
    expect(cells(page, '这一步')).toEqual(['核查通过：已看过', '核查不通过：没有清理干净'])
    expect(page.text()).toContain('案件现在是“待处置”，不能再核查通过。')
    expect(page.text()).not.toContain('English words')
  })

  it('may go on top while the case still allows it', async () => {
    const seq = await check(whole({ version: 6 }))
    const { page, router } = await open(seq)
    await button(page, '按现在的情况，仍然核查通过').trigger('click')
    await settle()
    const entry = await entryOf(seq)
    expect([entry.state, (entry.body as MoveBody).version, router.currentRoute.value.path]).toEqual(['waiting', 6, '/outbox'])
  })

  it('is judged by the newest there is, not by what came with the refusal', async () => {
    const { page } = await open(await check(whole({ version: 6 })), { 'GET /cases/case-1': { body: failed } })
    expect(page.text()).not.toContain('仍然核查通过')
    expect(cells(page, '状态')[1]).toContain('待处置')
  })

  it('may at least leave its words and photos', async () => {
    const seq = await check(failed)
    const { page } = await open(seq)
    await button(page, '改为留言').trigger('click')
    await settle()
    expect((await entryOf(seq)).body).toMatchObject({ action: 'comment', version: 6, note: '核查通过：已看过' })
  })

  it('may yield, and be had back for as long as the toast stays', async () => {
    const seq = await check(failed)
    const { page, router } = await open(seq)
    await button(page, '以服务器上的为准').trigger('click')
    await settle()
    expect([await db.outbox.count(), router.currentRoute.value.path]).toEqual([0, '/outbox'])
    const { actions } = toast.value as unknown as { actions: { run: () => void }[] }
    actions[0]!.run()
    await settle()
    expect(await entryOf(seq)).toMatchObject({ state: 'needs_you', stands: { version: 6 } })
  })

  it('can be judged without a network as well', async () => {
    const { page } = await open(await check(null, 'move_not_allowed'), { 'GET /cases/case-1': 'no network' })
    expect(page.text()).toContain('服务器上的那一份现在看不到')
    expect(button(page, '以服务器上的为准').exists()).toBe(true)
    expect(page.text()).not.toContain('改为留言')
  })
})

describe('a report under a name that is taken', () => {
  const stands = whole({ category_name: '占道经营', description: '摊位', reporter_name: '李四', segment_name: '棉纺路' })
  async function taken() {
    const seq = await report('case-1')
    await set(seq, { ...clash('case_exists_with_other_body', stands), place: '棉纺路' })
    return seq
  }

  it('is laid beside the other', async () => {
    const { page } = await open(await taken())
    expect(cells(page, '类别')).toEqual(['店外经营', '占道经营 不同'])
    expect(cells(page, '路段')).toEqual(['棉纺路', '棉纺路'])
    expect(cells(page, '说明')).toEqual(['—', '摊位 不同'])
  })

  it('may become a case of its own', async () => {
    const seq = await taken()
    const { page } = await open(seq)
    await button(page, '作为新的案件上报').trigger('click')
    await settle()
    expect(await entryOf(seq)).toMatchObject({ state: 'waiting', is_tried: false })
    expect((await entryOf(seq)).case_id).not.toBe('case-1')
  })

  it('is given up only after asking', async () => {
    const { page } = await open(await taken())
    await button(page, '以服务器上的为准').trigger('click')
    await settle()
    expect(await db.outbox.count()).toBe(1)
    await page.find('dialog .danger').trigger('click')
    await settle()
    expect(await db.outbox.count()).toBe(0)
  })
})

it('shows nothing of what is settled, or somebody else’s', async () => {
  const seq = await check(failed)
  await set(seq, { owner: 'somebody-else' })
  const { page } = await open(seq)
  expect(page.text()).toContain('这一条已经处理好了')
  expect(page.find('table').exists()).toBe(false)
})
