import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Calendar, ClockRules } from '@/core/api'
import { loadDeskWords } from '@/core/i18n'
import { toast } from '@/core/ui/toast'
import { button, freshPhone, mountPage, settle } from '@/testing/mount'
import { problem, serve, type Replies } from '@/testing/server'
import ClocksView from './ClocksView.vue'
import { monthsOf, parsed, toggled } from './days'
import { bodyOf, formOf, hoursOf, lackOf, minuteOf, timeOf } from './rules'

const rules: ClockRules = {
  periods: [{ starts_minute: 480, ends_minute: 720 }, { starts_minute: 840, ends_minute: 1080 }],
  day_hours: 8,
  yellow_share: 0.8,
  overdue_steps: [{ to: 'handler', after_hours: 0 }, { to: 'supervisor', after_hours: 24 }],
}
const words = { working: ['班', '上班'], off: ['休'] }
const calendar = (over: Partial<Calendar>): Calendar => ({ year: 2026, source: 'published', note: '', loaded_at: null, days: [], ...over })

describe('rules as a form has them', () => {
  it('come back as they went in', () => {
    expect(bodyOf(formOf(rules))).toEqual(rules)
    expect(lackOf(formOf(rules))).toBeNull()
    expect(hoursOf(formOf(rules))).toBe(8)
  })

  it('know the end of a day, and no other than a real time', () => {
    expect(timeOf(1440)).toBe('24:00')
    expect(['24:00', '00:00', '8:30', '0830', '08\uff1a30'].map(minuteOf)).toEqual([1440, 0, 510, 510, 510])
    expect(['', '25:00', '24:01', '08:60', 'noon'].map(minuteOf)).toEqual([null, null, null, null, null])
    const night = formOf({ ...rules, periods: [{ starts_minute: 0, ends_minute: 1440 }] })
    expect(bodyOf(night).periods).toEqual([{ starts_minute: 0, ends_minute: 1440 }])
  })

  it.each([
    ['period', { periods: [{ from: '08:00', to: '' }] }],
    ['period', { periods: [] }],
    ['order', { periods: [{ from: '12:00', to: '08:00' }] }],
    ['order', { periods: [{ from: '08:00', to: '12:00' }, { from: '11:00', to: '18:00' }] }],
    ['day', { day_hours: 25 }],
    ['day', { day_hours: '' as never }],
    ['yellow', { yellow_percent: 0 }],
    ['step', { steps: [{ to: 'chief', after_hours: -1 }] }],
    ['steps_order', { steps: [{ to: 'handler', after_hours: 9 }, { to: 'chief', after_hours: 8 }] }],
  ] as const)('lack %s when they hold %j', (lack, over) => {
    expect(lackOf({ ...formOf(rules), ...(over as object) })).toBe(lack)
  })
})

describe('days of a year', () => {
  it('stand under their weekday, Monday first, leap days too', () => {
    const [january, february] = monthsOf(2028)
    expect(january).toMatchObject({ month: 1, blanks: 5 })
    expect(february!.days).toHaveLength(29)
    expect(january!.days[0]).toEqual({ day: '2028-01-01', date: 1, isWeekend: true })
  })

  it('become what their weekday does not say, and back', () => {
    const once = toggled(toggled([], '2026-10-01', '国庆'), '2026-09-27', '')
    expect(once).toEqual([{ day: '2026-09-27', is_working: true, name: '' }, { day: '2026-10-01', is_working: false, name: '国庆' }])
    expect(toggled(once, '2026-10-01', '')).toHaveLength(1)
  })

  it('are read as an office pastes them', () => {
    const text = '日期\t安排\t名称\n2027/2/17\t休\t春节\n\n2027-02-20，上班，春节 调休\n2027-03-01,0\n'
    expect(parsed(text, 2027, words)).toEqual({
      days: [{ day: '2027-02-17', is_working: false, name: '春节' }, { day: '2027-02-20', is_working: true, name: '春节 调休' }, { day: '2027-03-01', is_working: false, name: '' }],
      wrong: [],
    })
  })

  it.each(['2026-02-17 休', '2027-02-30 休', '2027-02-17 也许', '明天 休', '2027-02-17 休\n2027-02-17 休'])('are refused by line: %j', (text) => {
    expect(parsed(`2027-01-01 休 元旦\n${text}`, 2027, words).wrong).toHaveLength(1)
  })
})

describe('working time', () => {
  const published = calendar({ days: [{ day: '2026-10-01', is_working: false, name: '国庆节' }] })
  const recount = { is_current: true, asked_at: null, finished_at: '2026-11-23T06:05:00Z', seen: 120, changed: 3 }

  async function open(more: Replies = {}) {
    const asked = serve({
      'GET /clock-rules': { body: rules },
      'GET /calendars': { body: { items: [published, calendar({ year: 2027, source: 'weekends' })] } },
      'GET /cases/clock-recount': { body: recount },
      ...more,
    })
    const { page } = await mountPage(ClocksView)
    await settle()
    return { page, asked, writes: () => asked.filter(({ method }) => method !== 'GET').map(({ method, path, json }) => [method, path, json]) }
  }

  beforeAll(loadDeskWords)
  beforeEach(() => freshPhone())
  afterEach(() => {
    document.body.innerHTML = ''
    vi.unstubAllGlobals()
  })

  it('says which years are not known, and how far the recount is', async () => {
    const { page } = await open()
    expect(page.text()).toContain('2027 年的放假安排还不知道')
    expect(page.text()).toContain('国家公布')
    expect(page.find('.recount').text()).toContain('看了 120 件，改动 3 件')
  })

  it('says that it is being counted anew', async () => {
    const { page } = await open({ 'GET /cases/clock-recount': { body: { ...recount, is_current: false, finished_at: null, seen: 40, changed: 1 } } })
    expect(page.find('.recount').text()).toContain('正在重新计时：已看 40 件')
  })

  it('saves other hours, and asks anew how far the recount is', async () => {
    const { page, asked, writes } = await open({ 'PUT /clock-rules': ({ json }) => ({ body: json }) })
    const before = asked.filter(({ path }) => path === '/cases/clock-recount').length
    await page.find('input.time').setValue('08:30')
    await page.find('form').trigger('submit')
    await settle()
    expect(writes()).toEqual([['PUT', '/clock-rules', { ...rules, periods: [{ starts_minute: 510, ends_minute: 720 }, rules.periods[1]] }]])
    expect(asked.filter(({ path }) => path === '/cases/clock-recount').length).toBeGreaterThan(before)
  })

  it('does not send periods that overlap, and says so', async () => {
    const { page, writes } = await open()
    await page.findAll('input.time')[2]!.setValue('11:00')
    await page.find('form').trigger('submit')
    await settle()
    expect(writes()).toEqual([])
    expect(page.text()).toContain('互不重叠')
  })

  it('keeps the form when the server refuses', async () => {
    const { page } = await open({ 'PUT /clock-rules': problem(403, 'forbidden') })
    await page.find('input.time').setValue('09:00')
    await page.find('form').trigger('submit')
    await settle()
    expect(page.find('form [role=alert]').text()).toContain('没有这项权限')
    expect(page.find<HTMLInputElement>('input.time').element.value).toBe('09:00')
  })

  const dialog = <T extends Element>(selector: string) => document.querySelector<T>(`.el-dialog ${selector}`)!

  it('loads a year by clicks', async () => {
    const { page, writes } = await open({ 'PUT /calendars/2027': { body: calendar({ year: 2027, source: 'loaded' }) } })
    await button(page, '载入').trigger('click')
    await settle()
    dialog<HTMLButtonElement>('[aria-label^="2027-01-01"]').click()
    dialog<HTMLButtonElement>('[aria-label^="2027-01-03"]').click()
    await settle()
    dialog<HTMLFormElement>('form').dispatchEvent(new Event('submit'))
    await settle()
    expect(writes()).toEqual([['PUT', '/calendars/2027', { note: '', days: [{ day: '2027-01-01', is_working: false, name: '' }, { day: '2027-01-03', is_working: true, name: '' }] }]])
    expect(toast.value?.words).toContain('2027 年日历已载入')
  })

  it('reads what is pasted only when every line is right', async () => {
    const { page } = await open()
    await button(page, '载入').trigger('click')
    await settle()
    const paste = async (text: string) => {
      const area = dialog<HTMLTextAreaElement>('textarea')
      area.value = text
      area.dispatchEvent(new Event('input'))
      await settle()
      ;[...document.querySelectorAll<HTMLButtonElement>('.el-dialog button')].find((one) => one.textContent!.includes('读入'))!.click()
      await settle()
    }
    await paste('2027-01-01 休 元旦\n2027-13-01 休')
    expect(dialog('[role=alert]').textContent).toContain('第 2 行')
    expect(document.querySelectorAll('.el-dialog [aria-pressed=true]')).toHaveLength(0)
    await paste('2027-01-01 休 元旦\n2027-01-02 班')
    expect(document.querySelectorAll('.el-dialog [aria-pressed=true]')).toHaveLength(2)
  })

  it('takes back what was loaded', async () => {
    const { page, writes } = await open({ 'GET /calendars': { body: { items: [calendar({ source: 'loaded' })] } }, 'DELETE /calendars/2026': { status: 204 } })
    await button(page, '查看、修改').trigger('click')
    await settle()
    ;[...document.querySelectorAll<HTMLButtonElement>('.el-dialog button')].find((one) => one.textContent!.includes('撤回'))!.click()
    await settle()
    expect(writes()).toEqual([['DELETE', '/calendars/2026', undefined]])
  })
})
