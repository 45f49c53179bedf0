import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { DuplicateRow, MoveBody } from '@/core/api'
import { db, type Draft } from '@/core/db'
import { line, sendFor } from '@/core/outbox'
import { hush, toast } from '@/core/ui/toast'
import { category, duplicate, segment, session } from '@/testing/fixtures'
import { button, freshPhone, mountPage, settle } from '@/testing/mount'
import { serve, type Asked, type Replies } from '@/testing/server'
import { newDraft } from '../draft'
import ReportPage from '../ReportPage.vue'
import { pathFor } from './ask'

const at = '2026-11-23T06:05:00.000Z'
const fix = { lon: 113.6120049, lat: 34.7481, accuracy_m: 8, heading: null, at }
const photo = { sha256: 'a'.repeat(64), role: 'before' as const }
const draftOf = (over: Partial<Draft> = {}): Draft => ({ ...newDraft(session.user.id), photos: [photo], fix, observed_at: at, category_code: '04-05', ...over })
const paths = (asked: Asked[]) => asked.filter(({ path }) => path.startsWith('/cases/duplicates')).map(({ path }) => new URLSearchParams(path.split('?')[1]))

describe('what is asked before a report is sent', () => {
  it('is kind, time and place, to a metre', () => {
    const one = pathFor(draftOf())!
    expect(Object.fromEntries(new URLSearchParams(one.split('?')[1]))).toEqual({ category_code: '04-05', observed_at: at, lon: '113.61200', lat: '34.74810' })
    expect(pathFor(draftOf({ fix: { ...fix, lon: 113.6120048 } }))).toBe(one)
  })

  it('is the place that was chosen rather than where the phone is', () => {
    expect(pathFor(draftOf({ place: { placed_by: 'segment', segment_id: 's1' } }))).toContain('segment_id=s1')
    expect(pathFor(draftOf({ place: { placed_by: 'segment', segment_id: 's1' } }))).not.toContain('lon=')
    expect(pathFor(draftOf({ place: { placed_by: 'map', lon: 113.7, lat: 34.7 } }))).toContain('lon=113.70000')
  })

  it.each([
    ['without a kind', { category_code: null }],
    ['without a place', { fix: null }],
    ['of what was cleared on the spot', { self_handled: true }],
    ['of what belongs to a cleanup', { found_at: { session_id: 'a', site_id: 'b', name: 'c' } }],
  ] as const)('is nothing %s', (_, over) => expect(pathFor(draftOf(over))).toBeNull())
})

describe('a report of what is already open', () => {
  const twin = duplicate({ id: 'case-2', version: 7, thumb_sha256: null, description: '门口堆了纸箱' })

  beforeEach(async () => {
    sendFor(null)
    line.value = 'open'
    await freshPhone()
  })
  afterEach(() => {
    hush()
    line.value = 'open'
    vi.unstubAllGlobals()
    document.body.innerHTML = ''
  })

  async function open(items: DuplicateRow[], over: Partial<Draft> = {}, more: Replies = {}) {
    const asked = serve({
      'GET /categories': { body: { items: [category(), category({ id: 'k2', code: '04-06', name: '占道经营', rank: 2 })] } },
      'GET /road-segments': { body: { type: 'FeatureCollection', features: [segment] } },
      'GET /cases/duplicates': { body: { items } },
      ...more,
    })
    const draft = draftOf(over)
    await db.drafts.put(draft)
    const opened = await mountPage(ReportPage, `/report?draft=${draft.id}`, '/report')
    await settle()
    return { asked, draft, ...opened }
  }

  const offered = (page: { find: (selector: string) => { exists: () => boolean } }) => vi.waitFor(() => expect(page.find('.likely').exists()).toBe(true))
  /** Longer than the pause before one is asked. */
  const wait = () => new Promise((resolve) => setTimeout(resolve, 800))

  it('is offered to be one more sighting', async () => {
    const { page } = await open([twin])
    await offered(page)
    for (const words of ['是同一处吗', '相距 12 米', '门口堆了纸箱', '还在']) expect(page.find('.likely').text()).toContain(words)
  })

  it('becomes a sighting with its photos and words, and is no report any more', async () => {
    const { page, router, draft } = await open([twin], { description: '今天更多了' })
    await offered(page)
    await button(page, '还在').trigger('click')
    await settle()
    const [entry] = await db.outbox.toArray()
    expect(entry).toMatchObject({ case_id: 'case-2', kind: 'move', state: 'waiting', photos: [photo.sha256] })
    expect(entry!.body as MoveBody).toMatchObject({ action: 'sight', version: 7, note: '还在：今天更多了', photos: [{ sha256: photo.sha256, role: 'near' }] })
    expect(await db.drafts.get(draft.id)).toBeUndefined()
    expect(router.currentRoute.value.path).toBe('/')
  })

  it('is a report again when that is taken back', async () => {
    const { page, router, draft } = await open([twin])
    await offered(page)
    await button(page, '还在').trigger('click')
    await settle()
    toast.value!.actions.find(({ words }) => words === '撤销')!.run()
    await vi.waitFor(async () => expect(await db.drafts.get(draft.id)).toMatchObject({ photos: [photo], category_code: '04-05' }))
    expect(await db.outbox.count()).toBe(0)
    await vi.waitFor(() => expect(router.currentRoute.value.fullPath).toBe(`/report?draft=${draft.id}`))
  })

  it('tapped three times at once, is one sighting', async () => {
    const { page } = await open([twin])
    await offered(page)
    const { element } = page.find('.likely button')
    for (let i = 0; i < 3; i++) (element as HTMLElement).click()
    await settle()
    expect(await db.outbox.count()).toBe(1)
  })

  it('goes its way as ever when it is not the same', async () => {
    const { page, draft } = await open([twin])
    await offered(page)
    await button(page, /^上报：店外经营/).trigger('click')
    await vi.waitFor(async () => expect(await db.outbox.toArray()).toMatchObject([{ case_id: draft.id, kind: 'report' }]))
  })

  it('offers nothing of which this person could not say anything', async () => {
    const { page } = await open([{ ...twin, may_sight: false }])
    await wait()
    expect(page.find('.likely').exists()).toBe(false)
  })

  it('asks nothing without a network, and once for a place that trembles', async () => {
    line.value = 'offline'
    const { asked, page } = await open([twin])
    await wait()
    expect(paths(asked)).toEqual([])
    line.value = 'open'
    await button(page, '占道经营').trigger('click')
    await offered(page)
    expect(paths(asked).map((one) => one.get('category_code'))).toEqual(['04-06'])
  })

  it('is not held up by silence or a refusal', async () => {
    const { page } = await open([], {}, { 'GET /cases/duplicates': 'no network' })
    await wait()
    expect(page.find('.likely').exists()).toBe(false)
    expect(page.find('[role=alert]').exists()).toBe(false)
    expect(button(page, /^上报：店外经营/).attributes('disabled')).toBeUndefined()
  })
})
