import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { MoveBody } from '@/core/api'
import { db, type OutboxEntry } from '@/core/db'
import { line, sendFor } from '@/core/outbox'
import { session } from '@/testing/fixtures'
import { button, freshPhone, mountPage, settle } from '@/testing/mount'
import { entryOf, made, move, report, set, states } from '@/testing/outbox'
import { serve } from '@/testing/server'
import { useSession, type Standing } from '@/features/session/store'
import OutboxChip from './OutboxChip.vue'
import OutboxPage from './OutboxPage.vue'

vi.mock('@/features/media/prepare', () => ({
  prepare: async (file: Blob) => ({ bytes: await file.arrayBuffer(), type: 'image/jpeg', sha256: '', original_sha256: null, taken_at: '2026-11-23T06:05:00Z', lon: null, lat: null }),
}))

beforeEach(async () => {
  sendFor(null)
  line.value = 'open'
  await freshPhone()
})
afterEach(() => vi.unstubAllGlobals())

async function open(standing: Standing = 'in') {
  const { page, router } = await mountPage(OutboxPage, '/outbox')
  useSession().standing = standing
  await settle()
  return { page, router }
}

const trouble = (status: number, code: string, more = {}): Partial<OutboxEntry> => ({ state: 'needs_you', attempts: 1, is_tried: true, problem: { status, code, detail: 'English words', ...more } })

describe('an entry says where it stands and why', () => {
  // Read when the row's turn comes: counted from when the file is loaded, a slow machine would be past them.
  const table: [string, Partial<OutboxEntry>, string[]][] = [
    ['fresh', {}, ['在手机里，等待上传', '排队中']],
    ['to be undone', { get hold_until() { return Date.now() + 5_000 } }, ['还可以撤销', '取回修改']],
    ['leaving', { state: 'sending', photos: ['a', 'b'], photos_sent: ['a'] }, ['正在上传', '照片 1/2']],
    ['backing off', { attempts: 3, is_tried: true, get next_try_at() { return Date.now() + 170_000 }, problem: { status: 503, code: 'busy', detail: '' } }, ['服务器暂时出错', '约 3分后自动再试']],
    ['backing off for a moment', { attempts: 1, is_tried: true, get next_try_at() { return Date.now() + 4000 }, problem: { status: 503, code: 'busy', detail: '' } }, ['约 一会儿后自动再试']],
    ['refused by field', trouble(422, 'invalid', { fields: ['category_code', 'photos.0.sha256'] }), ['要您处理', '这些内容不合要求：类别、照片', '放弃这条', '重试']],
    ['refused with a code nobody knows', trouble(422, 'unheard_of'), ['服务器没有收下（422 unheard_of）']],
    ['out of sight', trouble(404, 'case_not_found'), ['没有找到这件案卷']],
    ['in a clash', trouble(409, 'case_exists_with_other_body'), ['看看两边的内容']],
    ['with a broken photo', { ...trouble(415, 'photo_truncated', { photo: 'a' }), is_record_sent: true, photos: ['a'] }, ['照片不完整', '内容已经收到', '重拍一张', '不要这张照片']],
    ['received', { state: 'received', received_at: '2026-11-23T06:05:00Z' }, ['服务器已收到', '最近七天已收到']],
  ]

  it.each(table)('%s', async (_, changes, words) => {
    await set(await report('case-1'), changes)
    const { page } = await open()
    for (const word of words) expect(page.text()).toContain(word)
    expect(page.text()).not.toContain('English words')
  })

  it.each([
    ['its turn', {}, '等前一步传上去'],
    ['the person', trouble(422, 'invalid'), '前一步要您先处理'],
  ])('behind another that waits for %s', async (_, changes, words) => {
    await set(await report('case-1'), changes)
    await move('comment')
    const { page } = await open()
    expect(page.findAll('article').at(-1)!.text()).toContain(words)
  })

  it.each([
    ['fresh', {}],
    ['to be undone', { hold_until: Date.now() + 60_000 }],
    ['backing off', { attempts: 3, is_tried: true, next_try_at: Date.now() + 170_000, problem: { status: 503, code: 'busy', detail: '' } }],
  ])('without a network, that it waits for one: %s', async (_, changes) => {
    await set(await report('case-1'), changes)
    const { page } = await open('remembered')
    expect(page.find('article').text()).toContain('恢复后自动上传')
    expect(page.find('article').text()).not.toMatch(/马上上传|几秒后|约 /)
  })

  it('after the log-in has ended', async () => {
    await report('case-1')
    serve({ 'PUT /cases/case-1': { status: 401, body: { status: 401, code: 'login_required', detail: '' } } })
    const { page } = await open()
    const { useSession } = await import('@/features/session/store')
    useSession().end()
    await settle()
    expect(page.text()).toContain('登录后自动继续上传')
    expect(button(page, '去登录').attributes('href')).toBe('/login?next=/outbox')
  })
})

it('counts, and shows at first no more than are looked at', async () => {
  for (let i = 0; i < 45; i++) await report(`case-${i}`)
  await set((await db.outbox.toCollection().primaryKeys()).at(-1)!, trouble(422, 'invalid'))
  const { page } = await open()
  expect(page.find('.counts').text()).toContain('1 条要您处理')
  expect(page.find('.counts').text()).toContain('44 条等待上传')
  expect(page.findAll('article')).toHaveLength(30)
  expect(page.find('article').text()).toContain('要您处理')
  await button(page, '再看后面 15 条').trigger('click')
  await settle()
  expect(page.findAll('article')).toHaveLength(45)
})

it('says when there is nothing', async () => {
  const { page } = await open()
  expect(page.text()).toContain('没有未上传的内容')
  expect(page.text()).not.toContain('导出')
})

it('asks again who this is before it sends, when opened without a network', async () => {
  await move('take')
  const asked = serve({ 'GET /session': { body: session } })
  const { page } = await open('remembered')
  expect(page.text()).toContain('网络不通，已存在手机，恢复后自动上传。')
  await button(page, '现在上传').trigger('click')
  await settle()
  expect(asked.map(({ path }) => path)).toContain('/session')
})

it('tries all again, and what can still be undone goes at once', async () => {
  await set(await report('case-1'), trouble(422, 'invalid'))
  await set(await report('case-2'), { hold_until: Date.now() + 5000 })
  serve({ 'GET /session': { body: session }, 'PUT /cases/case-1': made('case-1'), 'PUT /cases/case-2': made('case-2') })
  const { page } = await open()
  await button(page, '现在上传').trigger('click')
  sendFor(session.user.id)
  await vi.waitFor(async () => expect(await states()).toEqual(['received', 'received']))
})

it('tries one again', async () => {
  const seq = await report('case-1')
  await set(seq, trouble(422, 'invalid'))
  const { page } = await open()
  await button(page, /^重试/).trigger('click')
  await settle()
  expect((await entryOf(seq)).state).toBe('waiting')
})

it('takes a report back to be changed, and a step to be undone', async () => {
  await report('case-1')
  const { page, router } = await open()
  await button(page, '取回修改').trigger('click')
  await settle()
  expect(router.currentRoute.value.fullPath).toBe('/report?draft=case-1')
  await move('handle', 4, 'case-2')
  await settle()
  await button(page, '撤销').trigger('click')
  await settle()
  expect(await db.outbox.count()).toBe(0)
})

it('gives an entry up only after asking, and says what goes with it', async () => {
  await set(await report('case-1'), trouble(422, 'invalid'))
  await move('comment')
  const { page } = await open()
  await button(page, '放弃这条').trigger('click')
  await settle()
  expect(page.find('dialog').text()).toContain('在它之后做的 1 步也会一起放弃')
  expect(await db.outbox.count()).toBe(2)
  await page.find('dialog .danger').trigger('click')
  await settle()
  expect(await db.outbox.count()).toBe(0)
})

describe('a broken photo', () => {
  async function broken(role: 'before' | 'after') {
    const seq = await report('case-1', ['bad'])
    const { body } = await entryOf(seq)
    await set(seq, { ...trouble(415, 'photo_truncated', { photo: 'bad' }), is_record_sent: true, body: { ...body, photos: [{ sha256: 'bad', role }] } as never })
    return open()
  }

  it('can be left out', async () => {
    const { page } = await broken('before')
    await button(page, '不要这张照片').trigger('click')
    await settle()
    const [mine, told] = await db.outbox.toArray()
    expect([mine!.photos, (told!.body as MoveBody).drop_photos]).toEqual([[], ['bad']])
  })

  it('of after can only be replaced: it is the proof', async () => {
    const { page } = await broken('after')
    expect(page.text()).toContain('重拍一张')
    expect(page.text()).not.toContain('不要这张照片')
  })

  it('can be taken again', async () => {
    const { page } = await broken('after')
    const input = page.find('input[type=file]')
    const jpeg = new File([new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4, 5, 6, 7, 8, 9])], 'image.jpg', { type: 'image/jpeg' })
    Object.defineProperty(input.element, 'files', { value: [jpeg] })
    await input.trigger('change')
    await vi.waitFor(async () => expect(await db.outbox.count()).toBe(2))
    const told = (await db.outbox.toArray())[1]!
    expect((told.body as MoveBody).photos).toMatchObject([{ role: 'after', taken_at: '2026-11-23T06:05:00Z' }])
    expect(await db.photos.get(told.photos[0]!)).toBeDefined()
  })
})

it('tells of others’ entries how many, and nothing else', async () => {
  localStorage.setItem('session.people', JSON.stringify({ other: '李四' }))
  await db.outbox.add({ id: 'x', owner: 'other', case_id: 'c', state: 'waiting', photos: [], title: 'SECRET', place: 'SECRET' } as never)
  const { page } = await open()
  expect(page.text()).toContain('这部手机里还有 李四 的 1 条没有上传')
  expect(page.text()).not.toContain('SECRET')
  expect(page.findAll('article')).toHaveLength(0)
})

it('lets one take a copy along before giving something up', async () => {
  await set(await report('case-1'), trouble(422, 'invalid'))
  const { page, router } = await open()
  await button(page, '放弃这条').trigger('click')
  await settle()
  await button(page, '先导出一份').trigger('click')
  await vi.waitFor(() => expect(page.find('dialog').text()).toContain('打成一个压缩包'))
  expect([router.currentRoute.value.query.export, await db.outbox.count()]).toEqual(['1', 1])
})

it('shows on every screen what is still on the phone', async () => {
  const { page } = await mountPage(OutboxChip)
  await settle()
  expect(page.text()).toContain('已全部上传')
  const seq = await report('case-1')
  await settle()
  expect(page.text()).toContain('1 未上传')
  await set(seq, trouble(409, 'stale_version'))
  await settle()
  expect(page.text().trim()).toMatch(/1 条要您处理$/)
  await report('case-2')
  await report('case-3')
  await settle()
  expect(page.text()).toContain('1 条要您处理 · 2 未上传')
})
