import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { loadDeskWords } from '@/core/i18n'
import { session as chief } from '@/testing/fixtures'
import { organiser, series, week, weekSession } from '@/testing/cleanups-desk'
import { button, freshPhone, mountPage, settle } from '@/testing/mount'
import { problem, serve, type Replies } from '@/testing/server'
import CalendarView from './CalendarView.vue'

// A whole page on a busy machine takes its time.
vi.setConfig({ testTimeout: 20_000 })

const pad = (n: number) => String(n).padStart(2, '0')
const year = (over: Record<number, object> = {}) => Array.from({ length: 53 }, (_, n) => week({ week: `2026-W${pad(n + 1)}`, state: 'planned', planned_on: [], ...over[n + 1] }))
const held = { state: 'held', sessions: [weekSession({ planned_on: '2026-11-14', held_on: '2026-11-14', total: 0, shops_taking_part: 0 })], total: 0, shops_taking_part: 0 }
const replies: Replies = {
  'GET /cleanup-series': { body: { items: [series()] } },
  'GET /cleanup-weeks': { body: { items: year({ 46: held, 47: { state: 'missed', planned_on: ['2026-11-21'] }, 8: { state: 'paused', reason: '春节' } }) } },
}

async function open(more: Replies = {}, at = '/desk/cleanups?year=2026') {
  const asked = serve({ ...replies, ...more })
  const mounted = await mountPage(CalendarView, at)
  await settle()
  return { asked, ...mounted }
}

describe('the calendar of weeks', () => {
  beforeEach(async () => {
    await freshPhone(organiser)
    await loadDeskWords()
  })
  afterEach(() => vi.unstubAllGlobals())

  it('shows all 53 weeks with shape and word, and 0 as 0', async () => {
    const { page } = await open()
    expect(page.findAll('.week')).toHaveLength(53)
    const cell = page.findAll('.week')[45]!
    expect(cell.text()).toMatch(/✓ 已办.*0 人次.*0 户/)
    expect(cell.attributes('href')).toBe('/desk/cleanups/session-1')
    expect(page.findAll('.week')[7]!.text()).toContain('春节')
    expect(page.text()).toContain('未办 1 周')
  })

  it('shows a state in one colour, in the key and in the sums', async () => {
    const { page } = await open()
    const red = page.findAll('.mark.red').map((one) => [one.text(), one.element.closest('.legend, .sums')?.classList[0]])
    expect(red).toEqual([['●', 'legend'], ['●', 'sums']])
  })

  it('tells whom it is not for, and asks for nothing', async () => {
    await freshPhone(chief.user)
    const { page, asked } = await open()
    expect(page.text()).toBe('您没有这项权限。')
    expect(asked).toHaveLength(0)
  })

  it('leads from a missed week straight to the form, with the last sites to be copied', async () => {
    const { page } = await open()
    const missed = page.findAll('.week')[46]!
    expect(missed.text()).toContain('补录')
    expect(missed.attributes('href')).toBe('/desk/cleanups/new?series=series-1&on=2026-11-21&copy=last')
  })

  it('offers nothing to enter to who only reads', async () => {
    await freshPhone({ ...organiser, roles: [{ role: 'viewer', unit_id: 'unit-1' }] })
    const { page } = await open({ 'GET /cleanup-series': { body: { items: [series({ may_organise: false })] } } })
    expect(page.findAll('.week')[46]!.element.tagName).toBe('SPAN')
    expect(page.text()).not.toContain('新建系列')
  })

  it('walks by arrow keys, with one stop for the tab key', async () => {
    const { page } = await open()
    expect(page.findAll('.week[tabindex="0"]')).toHaveLength(1)
    const before = page.findAll('.week').findIndex((one) => one.attributes('tabindex') === '0')
    await page.find('.year').trigger('keydown', { key: 'Home' })
    await page.find('.year').trigger('keydown', { key: 'ArrowDown' })
    await settle()
    expect(page.findAll('.week').findIndex((one) => one.attributes('tabindex') === '0')).toBe(13)
    expect(before).toBeGreaterThanOrEqual(0)
  })

  it('asks where a week has several ways on', async () => {
    const { page } = await open()
    await page.findAll('button.week')[0]!.trigger('click')
    await settle()
    expect(document.querySelector('.el-dialog')?.textContent).toContain('其他日子')
  })

  it('asks for another year', async () => {
    const { page, asked, router } = await open()
    await page.find('[aria-label="上一年"]').trigger('click')
    await settle()
    expect(router.currentRoute.value.query.year).toBe('2025')
    expect(asked.some(({ path }) => path === '/cleanup-weeks?year=2025')).toBe(true)
  })

  it('says that it is reading until it has read', async () => {
    serve(replies)
    const { page } = await mountPage(CalendarView, '/desk/cleanups?year=2026')
    expect(page.find('[role=status]').text()).toContain('正在读取')
    await settle()
    expect(page.text()).not.toContain('正在读取')
  })

  it('says how to begin where there is nothing yet', async () => {
    const { page } = await open({ 'GET /cleanup-series': { body: { items: [] } }, 'GET /cleanup-weeks': { body: { items: [] } } })
    expect(page.text()).toContain('先新建一个活动系列')
    await button(page, '新建系列').trigger('click')
    await settle()
    expect(document.querySelector('.el-dialog')?.textContent).toContain('请填名称')
  })

  it('says what went wrong and asks again', async () => {
    const { page, asked } = await open({ 'GET /cleanup-weeks': problem(503, 'not_ready') })
    expect(page.find('[role=alert]').text()).toContain('维护')
    const before = asked.length
    await button(page, '重试').trigger('click')
    await settle()
    expect(asked.length).toBeGreaterThan(before)
  })
})
