import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '@/core/db'
import { sendFor } from '@/core/outbox'
import { hush, toast } from '@/core/ui/toast'
import { category, segment, session } from '@/testing/fixtures'
import { button, freshPhone, mountPage, settle } from '@/testing/mount'
import { serve } from '@/testing/server'
import { newDraft } from './draft'
import { remember } from './last'
import ReportPage from './ReportPage.vue'

const fix = { lon: 113.612, lat: 34.7481, accuracy_m: 8, heading: null, at: new Date().toISOString() }
const photo = { sha256: 'a'.repeat(64), role: 'before' as const }

beforeEach(async () => {
  sendFor(null)
  await freshPhone()
  serve({
    'GET /categories': { body: { items: [category(), category({ id: 'k2', code: '04-06', name: '占道经营', rank: 2 })] } },
    'GET /road-segments': { body: { type: 'FeatureCollection', features: [segment] } },
  })
})
afterEach(() => {
  hush()
  document.body.innerHTML = ''
})

async function openDraft(over: object = {}) {
  const draft = { ...newDraft(session.user.id), photos: [photo], fix, ...over }
  await db.drafts.put(draft)
  const opened = await mountPage(ReportPage, `/report?draft=${draft.id}`, '/report')
  await settle()
  return { draft, ...opened }
}

describe('the report page', () => {
  it('keeps the place chosen on the map when the rest is as last time', async () => {
    remember({ ...newDraft(session.user.id), category_code: '04-06', place: { placed_by: 'segment', segment_id: segment.id } })
    const place = { placed_by: 'map' as const, lon: 113.612, lat: 34.7481 }
    const { draft, page } = await openDraft({ fix: null, place })
    await button(page, /^同上一条/).trigger('click')
    await button(page, /^上报：占道经营/).trigger('click')
    await vi.waitFor(async () => expect(await db.outbox.toArray()).toMatchObject([{ case_id: draft.id, body: { placed_by: 'map', location: { lon: 113.612 } } }]))
  })

  it('says of a place taken from the last report that it is from there', async () => {
    remember({ ...newDraft(session.user.id), category_code: '04-06', place: { placed_by: 'segment', segment_id: segment.id } })
    const { page } = await openDraft({ fix: null })
    await button(page, /^同上一条/).trigger('click')
    expect(page.text()).toContain('上一条的位置')
  })

  it('takes several photos from the album, and lets the first of them go again', async () => {
    const { page } = await openDraft()
    const album = page.find('.more input[multiple]')
    expect(album.attributes('capture')).toBeUndefined()
    Object.defineProperty(album.element, 'files', { value: ['one', 'two'].map((words) => new File([words], `${words}.jpg`, { type: 'image/jpeg' })) })
    await album.trigger('change')
    await vi.waitFor(() => expect(page.findAll('figure')).toHaveLength(3))
    await button(page, '移除').trigger('click')
    await vi.waitFor(() => expect(page.findAll('figure')).toHaveLength(2))
  })

  it('is open about the place again once a photo is taken here and now', async () => {
    const { page } = await openDraft({ fix: null, is_from_before: true })
    expect(page.text()).toContain('不是刚拍的')
    const camera = page.find('.more input[capture]')
    Object.defineProperty(camera.element, 'files', { value: [new File(['now'], 'now.jpg', { type: 'image/jpeg' })] })
    await camera.trigger('change')
    await vi.waitFor(() => expect(page.text()).not.toContain('不是刚拍的'))
  })

  it('does not begin under the words about the one before', async () => {
    const { page } = await openDraft({ category_code: '04-05' })
    await button(page, /^上报/).trigger('click')
    await vi.waitFor(() => expect(toast.value?.words).toContain('已存在手机'))
    await openDraft()
    expect(toast.value).toBeNull()
  })
})
