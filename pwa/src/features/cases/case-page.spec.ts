import { describe, expect, it, vi } from 'vitest'
import type { MoveBody } from '@/core/api'
import { db } from '@/core/db'
import { toast } from '@/core/ui/toast'
import { segment, session, whole } from '@/testing/fixtures'
import { button, mountPage, settle } from '@/testing/mount'
import { base, onEmptyPhone, open } from '@/testing/screen'
import { serve } from '@/testing/server'
import CasePage from './CasePage.vue'
import CheckPage from './CheckPage.vue'

onEmptyPhone()

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
