import { describe, expect, it, vi } from 'vitest'
import { db } from '@/core/db'
import { row, session } from '@/testing/fixtures'
import { hold } from '@/testing/held'
import { freshPhone } from '@/testing/mount'
import { onEmptyPhone, open } from '@/testing/screen'
import ReportsPage from './ReportsPage.vue'
import StreetPage from './StreetPage.vue'

onEmptyPhone()

describe('the street', () => {
  it('shows what is due first, and what is new in my reports', async () => {
    await hold([
      { id: 'two', is_task: true, reporter_id: 'other' },
      { id: 'one', is_task: true, reporter_id: 'other', category_name: '暴露垃圾', status: 'assigned', due_at: '2026-11-23T08:00:00Z' },
      { id: 'three', unread: true },
    ])
    const { page } = await open(StreetPage, '/', '/', {})
    expect(page.find('h1').text()).toBe('今日待办 2')
    expect(page.findAll('a.card').map((card) => card.attributes('href'))).toEqual(['/cases/one', '/cases/two/check', '/reports'])
    expect(page.text()).toContain('1 条新动态')
  })

  it('leaves out what is done and only waits for the network', async () => {
    await db.outbox.add({ id: 'e', owner: session.user.id, case_id: 'one', state: 'waiting', photos: [], kind: 'move', body: { action: 'take' }, created_at: '' } as never)
    await hold([{ id: 'one', is_task: true }])
    const { page } = await open(StreetPage, '/', '/', {})
    expect(page.find('h1').text()).toBe('今日待办 0')
    expect(page.text()).toContain('1 未上传')
  })

  it('goes from the shutter straight to the report, the photo already kept', async () => {
    const { page, router } = await open(StreetPage, '/', '/', {})
    const input = page.find('.shutter input[type=file]')
    Object.defineProperty(input.element, 'files', { value: [new File(['x'], 'image.jpg', { type: 'image/jpeg' })] })
    await input.trigger('change')
    await vi.waitFor(() => expect(router.currentRoute.value.path).toBe('/report'))
    const [draft] = await db.drafts.toArray()
    expect(router.currentRoute.value.fullPath).toBe(`/report?draft=${draft!.id}`)
  })

  it('does not blame the network when the log-in has ended', async () => {
    const ended = { status: 401, body: { status: 401, code: 'login_required', detail: '' } }
    await hold([{ id: 'one', is_task: true }])
    const { page } = await open(StreetPage, '/', '/', { 'GET /changes': ended, 'GET /session': ended })
    expect(page.text()).not.toContain('网络不通')
  })

  it('has no shutter for those who do not report', async () => {
    await freshPhone({ ...session.user, roles: [{ role: 'handler', unit_id: 'unit-1' }] })
    const { page } = await open(StreetPage, '/', '/', {})
    expect(page.find('.shutter').exists()).toBe(false)
  })
})

describe('my reports', () => {
  it('say what became of each, and why', async () => {
    const rejected = row({ status: 'rejected', unread: true, last_event: { action: 'reject', note: '不属于城管职责', at: '2026-11-23T07:00:00Z' } })
    await hold([rejected])
    const { page } = await open(ReportsPage, '/reports', '/reports', {})
    expect(page.text()).toContain('不予受理：不属于城管职责')
    expect(page.text()).toContain('有新动态')
  })

  it('list what is still on the phone first', async () => {
    await db.cases.put({ ...row({ id: 'local', status: 'reported', category_name: '占道经营', number: null }), owner: session.user.id })
    const { page } = await open(ReportsPage, '/reports', '/reports', { 'GET /cases': 'no network' })
    expect(page.find('a.card').text()).toContain('占道经营')
  })
})
