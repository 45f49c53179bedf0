import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '@/core/db'
import { sha256 } from '@/core/db/digest'
import { toast } from '@/core/ui/toast'
import { BrokenPhoto, prepare } from '@/features/media/prepare'
import { segment, session } from '@/testing/fixtures'
import { button, freshPhone, mountPage, settle } from '@/testing/mount'
import { serve } from '@/testing/server'
import SharedPage from './SharedPage.vue'
import { takeShared } from './shared'

vi.mock('@/features/media/prepare', async (original) => ({ ...(await original<object>()), prepare: vi.fn() }))

const me = session.user.id
const now = Date.parse('2026-11-23T02:00:00Z')
const here = { lon: 113.612, lat: 34.748 }
const anywhere = () => true

/** What the pictures say of themselves, by their bytes. */
const notes: Record<string, object> = {}

beforeEach(async () => {
  await freshPhone()
  Object.keys(notes).forEach((words) => delete notes[words])
  vi.mocked(prepare).mockImplementation(async (file) => {
    const bytes = await file.arrayBuffer()
    const words = new TextDecoder().decode(bytes).slice(4)
    if (words.startsWith('broken')) throw new BrokenPhoto()
    return { bytes, type: 'image/jpeg', sha256: await sha256(bytes), original_sha256: null, taken_at: null, lon: null, lat: null, ...notes[words] }
  })
  serve({ 'GET /road-segments': { body: { type: 'FeatureCollection', features: [segment] } } })
})
afterEach(() => vi.unstubAllGlobals())

async function share(words: string, head = '\xff\xd8\xff '): Promise<void> {
  const bytes = Uint8Array.from(head + words.padEnd(12, '.'), (letter) => letter.charCodeAt(0)).buffer
  notes[words.padEnd(12, '.')] = notes[words] ?? {}
  await db.shared.add({ bytes, type: 'image/jpeg', name: `${words}.jpg`, shared_at: '2026-11-23T01:59:00Z' } as never)
}

const take = async (into: string | null = null, isOurs: (lon: number, lat: number) => boolean = anywhere) => {
  const id = await takeShared(me, await db.shared.toArray(), into, isOurs, now)
  return (await db.drafts.get(id))!
}

describe('shared photos as a report', () => {
  it('stand in one draft with their bytes, and are shared no more', async () => {
    await share('one')
    await share('two')
    const draft = await take()
    expect(draft).toMatchObject({ owner: me, category_code: null })
    expect(draft.photos.map(({ role }) => role)).toEqual(['before', 'near'])
    expect((await db.photos.toCollection().primaryKeys()).sort()).toEqual(draft.photos.map((photo) => photo.sha256).sort())
    expect(await db.shared.count()).toBe(0)
  })

  it('bring place and time of their own', async () => {
    notes.old = { taken_at: '2026-11-20T02:00:00Z', ...here }
    await share('old')
    const draft = await take()
    expect(draft).toMatchObject({ observed_at: '2026-11-20T02:00:00Z', place: { placed_by: 'map', ...here }, fix: null, is_from_before: true })
    expect(draft.photos[0]).toMatchObject({ taken_at: '2026-11-20T02:00:00Z', ...here })
  })

  it('are not placed where no road of ours is', async () => {
    notes.italy = { taken_at: '2008-10-22T16:28:39Z', lon: 11.88, lat: 43.46 }
    await share('italy')
    expect((await take(null, () => false)).place).toBeNull()
  })

  it('without a time of their own say nothing of where the phone is', async () => {
    await share('bare')
    expect(await take()).toMatchObject({ observed_at: new Date(now).toISOString(), is_from_before: true, place: null })
  })

  it('taken a moment ago are where the phone is', async () => {
    notes.fresh = { taken_at: '2026-11-23T01:59:00Z' }
    await share('fresh')
    expect((await take()).is_from_before).toBeUndefined()
  })

  it('are added to a report being written, which keeps its place, and once', async () => {
    await share('one')
    const first = await take()
    notes.two = { lon: 1, lat: 1 }
    await share('one')
    await share('two')
    const draft = await take(first.id)
    expect(draft.id).toBe(first.id)
    expect(draft.photos.map(({ role }) => role)).toEqual(['before', 'near'])
    expect(draft.place).toBeNull()
  })

  it('never go into somebody else’s report', async () => {
    await db.drafts.put({ id: 'theirs', owner: 'another', photos: [], updated_at: '' } as never)
    await share('one')
    expect((await take('theirs')).id).not.toBe('theirs')
  })

  it('stay shared when there is no room for them', async () => {
    await share('one')
    vi.spyOn(db.drafts, 'put').mockRejectedValueOnce(new DOMException('', 'QuotaExceededError'))
    await expect(take()).rejects.toThrow()
    expect([await db.shared.count(), await db.photos.count()]).toEqual([1, 0])
  })
})

describe('the page of shared photos', () => {
  async function open(at = '/shared') {
    const { page, router } = await mountPage(SharedPage, at)
    await settle()
    return { page, router }
  }

  it('leads to the report with the chosen ones, and keeps the others', async () => {
    await share('one')
    await share('two')
    const { page, router } = await open()
    expect(page.text()).toContain('2 张照片已存在手机里')
    await page.findAll('input[type=checkbox]')[0]!.trigger('change')
    await button(page, '新上报（1 张）').trigger('click')
    await settle()
    const [draft] = await db.drafts.toArray()
    expect(router.currentRoute.value.fullPath).toBe(`/report?draft=${draft!.id}`)
    expect((await db.shared.toArray()).map(({ name }) => name)).toEqual(['one.jpg'])
  })

  it('offers the report that is being written', async () => {
    await db.drafts.put({ id: 'open', owner: me, photos: [{ sha256: 'x', role: 'before' }], updated_at: '' } as never)
    await share('one')
    const { page, router } = await open()
    await button(page, '加到没写完的上报（已有 1 张）').trigger('click')
    await settle()
    expect(router.currentRoute.value.fullPath).toBe('/report?draft=open')
    expect((await db.drafts.get('open'))!.photos).toHaveLength(2)
  })

  it('keeps them until somebody logs in', async () => {
    await freshPhone(null)
    await share('one')
    const { page } = await open()
    expect(button(page, '去登录').attributes('href')).toBe('/login?next=/shared')
    expect(page.text()).not.toContain('新上报')
    expect(await db.shared.count()).toBe(1)
  })

  it('says of what is no photo that it is none, until told so', async () => {
    await share('a letter', 'PDF-')
    const { page } = await open()
    expect(page.text()).toContain('“a letter.jpg”不是照片')
    await button(page, '知道了').trigger('click')
    await settle()
    expect(await db.shared.count()).toBe(0)
    expect(page.text()).toContain('没有等待处理的照片')
  })

  it('gives back what was dropped', async () => {
    await share('one')
    const { page } = await open()
    await button(page, '都不要了').trigger('click')
    await settle()
    expect(await db.shared.count()).toBe(0)
    toast.value!.actions[0]!.run()
    await settle()
    expect(await db.shared.count()).toBe(1)
    expect(page.text()).toContain('1 张照片已存在手机里')
  })

  it('names the broken one and goes on without it', async () => {
    await share('one')
    await share('broken')
    const { page, router } = await open()
    await button(page, '新上报（2 张）').trigger('click')
    await settle()
    expect(toast.value?.words).toContain('照片 2 不完整')
    await button(page, '新上报（1 张）').trigger('click')
    await settle()
    expect(router.currentRoute.value.path).toBe('/report')
  })

  it('tells what a full phone has lost, and what no service worker has caught', async () => {
    expect((await open('/shared?lost=2')).page.text()).toContain('有 2 张没有收下')
    const { page } = await open('/shared?unkept=1')
    expect(page.find('[role=alert]').text()).toContain('请先打开“路长”并登录一次')
  })

  it('lets nobody report who may not', async () => {
    await freshPhone({ ...session.user, roles: [{ role: 'viewer', unit_id: 'u' }] })
    await share('one')
    expect((await open()).page.text()).toContain('您的账号不能上报')
  })
})
