import { describe, expect, it, vi } from 'vitest'
import type { ReportBody } from '@/core/api'
import { db } from '@/core/db'
import { toast } from '@/core/ui/toast'
import { session } from '@/testing/fixtures'
import { button, settle } from '@/testing/mount'
import { onEmptyPhone, open } from '@/testing/screen'
import { useSession } from '@/features/session/store'
import { newDraft } from './draft'
import ReportPage from './ReportPage.vue'

const fix = { lon: 113.612, lat: 34.7481, accuracy_m: 8, heading: null, at: new Date().toISOString() }
const COORDS = { longitude: 113.612, latitude: 34.7481, heading: null }
const photo = { sha256: 'a'.repeat(64), role: 'before' as const }

onEmptyPhone()

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
