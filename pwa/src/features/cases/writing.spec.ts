import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '@/core/db'
import { noteReserve } from '@/core/db/room'
import { hush, toast } from '@/core/ui/toast'
import PhotoInput from '@/features/media/PhotoInput.vue'
import { unkept } from '@/features/media/unkept'
import UnkeptPhotos from '@/features/media/UnkeptPhotos.vue'
import { category, session, whole } from '@/testing/fixtures'
import { button, freshPhone, mountPage, settle } from '@/testing/mount'
import { serve } from '@/testing/server'
import { addPhoto } from './capture'
import DraftList from './DraftList.vue'
import { newDraft } from './draft'
import { asLast, oneMore, recall, remember } from './last'
import MoveSheet from './MoveSheet.vue'
import { useTrouble } from './trouble'

const me = session.user.id
const fix = { lon: 113.612, lat: 34.7481, accuracy_m: 8, heading: null, at: '2026-11-23T06:05:00Z' }
const photo = (words: string) => new File([words], 'image.jpg', { type: 'image/jpeg' })

beforeEach(async () => {
  await freshPhone()
  serve({ 'GET /categories': { body: { items: [category()] } }, 'GET /road-segments': { body: { type: 'FeatureCollection', features: [] } } })
})
afterEach(() => {
  hush()
  unkept.splice(0)
  vi.unstubAllGlobals()
  document.body.innerHTML = ''
})

describe('drafts on the first screen', () => {
  const three = () => ['one', 'two', 'three'].map((id) => ({ ...newDraft(me), id, fix, category_code: '04-05', photos: [{ sha256: id, role: 'before' as const }] }))

  it('say kind, time and number, and all of them can be seen', async () => {
    const { page } = await mountPage(DraftList, '/', '/', { drafts: three() })
    await settle()
    expect(page.text()).toContain('没写完的上报 3')
    expect(page.findAll('a').map((one) => one.attributes('href'))).toEqual(['/report?draft=one', '/report?draft=two'])
    expect(page.find('a').text()).toContain('店外经营')
    await button(page, '全部 3 条').trigger('click')
    expect(page.findAll('a')).toHaveLength(3)
  })

  it('are thrown away with a way back', async () => {
    const drafts = three()
    await db.drafts.bulkPut(drafts)
    const { page } = await mountPage(DraftList, '/', '/', { drafts })
    await page.find('button[aria-label=放弃]').trigger('click')
    await settle()
    expect(await db.drafts.count()).toBe(2)
    toast.value!.actions[0]!.run()
    await vi.waitFor(async () => expect(await db.drafts.count()).toBe(3))
  })
})

describe('a move being written', () => {
  const props = () => ({ whole: whole({ status: 'handling', allowed_actions: ['handle'] }), action: 'handle' })

  it('is there again after a kill: photo and words', async () => {
    const first = await mountPage(MoveSheet, '/', '/', props())
    const input = first.page.find('input[type=file]')
    Object.defineProperty(input.element, 'files', { value: [photo('after')] })
    await input.trigger('change')
    await first.page.find('textarea').setValue('已清理')
    await vi.waitFor(async () => expect(await db.unfinished.toArray()).toMatchObject([{ words: '已清理', photos: [{ role: 'after' }] }]))
    document.body.innerHTML = ''
    const again = await mountPage(MoveSheet, '/', '/', props())
    await settle()
    expect(again.page.findAll('figure')).toHaveLength(1)
    expect(again.page.find('textarea').element.value).toBe('已清理')
  })

  it('goes into the outbox and from the desk of the unfinished in one step', async () => {
    const { page } = await mountPage(MoveSheet, '/', '/', props())
    await addPhoto(db.unfinished, { id: `${me} case-1 handle`, owner: me, photos: [], reason: '', words: '', updated_at: '' }, photo('after'), 'after')
    page.unmount()
    const again = await mountPage(MoveSheet, '/', '/', props())
    await settle()
    await again.page.findAll('button').at(-1)!.trigger('click')
    await vi.waitFor(async () => expect(await db.outbox.count()).toBe(1))
    expect(await db.unfinished.count()).toBe(0)
    expect((await db.outbox.toArray())[0]!.photos).toHaveLength(1)
  })
})

describe('the last report', () => {
  const last = { ...newDraft(me), category_code: '04-06', description: ' 三箱 ', fix }

  it('is said again with kind, words and the place a person chose', () => {
    remember({ ...last, place: { placed_by: 'segment', segment_id: 's' } })
    expect(asLast(newDraft(me), recall(me)!)).toEqual({ category_code: '04-06', description: '三箱', place: { placed_by: 'segment', segment_id: 's' }, is_last_place: true })
    expect(recall('another')).toBeNull()
  })

  it('leaves the place chosen for this report, and a good fix, alone', () => {
    remember({ ...last, place: { placed_by: 'segment', segment_id: 's' } })
    const byHand = { ...newDraft(me), place: { placed_by: 'map' as const, lon: 113.7, lat: 34.7 } }
    expect(asLast(byHand, recall(me)!)).not.toHaveProperty('place')
    expect(asLast({ ...newDraft(me), fix }, recall(me)!)).not.toHaveProperty('place')
    expect(asLast({ ...newDraft(me), fix: { ...fix, accuracy_m: 900 } }, recall(me)!)).toHaveProperty('place')
  })

  it('does not write over words already there, nor place the new one where the old one stood', () => {
    remember(last)
    expect(asLast({ ...newDraft(me), description: '另一处' }, recall(me)!)).toEqual({ category_code: '04-06' })
  })

  it('lends the next one its fix only where the phone has none that is good', () => {
    const now = { ...fix, lon: 113.7 }
    expect(oneMore(last, now, true).fix).toEqual(now)
    expect(oneMore(last, null, false).fix).toEqual(fix)
  })
})

describe('a full phone', () => {
  afterEach(() => noteReserve(true))

  it('says so before the shutter', async () => {
    const { page } = await mountPage(PhotoInput)
    noteReserve(false)
    const tap = new MouseEvent('click', { cancelable: true, bubbles: true })
    page.find('input').element.dispatchEvent(tap)
    expect(tap.defaultPrevented).toBe(true)
    expect(toast.value?.words).toContain('手机存储已满')
  })

  it('keeps in hand what found no room, to be saved or tried again', async () => {
    const again = vi.fn()
    const { page } = await mountPage(UnkeptPhotos)
    useTrouble()(Object.assign(new Error('full'), { name: 'QuotaExceededError' }), photo('one'), again)
    await settle()
    expect(page.find('a[download]').attributes('href')).toMatch(/^blob:/)
    await button(page, '再存一次').trigger('click')
    expect([again.mock.calls.length, unkept.length]).toEqual([1, 0])
  })
})
