import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Export } from '@/core/api'
import { loadDeskWords } from '@/core/i18n'
import { freshPhone, mountPage, settle } from '@/testing/mount'
import { problem, serve, type Replies } from '@/testing/server'
import ExportDialog from './ExportDialog.vue'
import { filterOf, percentOf, sizeOf } from './exports'
import { nothing, type Filters } from './filters'

const row = (given: Partial<Export> = {}): Export => ({
  id: 'e1', format: 'xlsx', status: 'waiting', rows_total: null, rows_done: 0, byte_size: null, asked_at: '2026-11-23T06:05:00Z',
  finished_at: null, expires_at: '2026-11-30T06:05:00Z', file_name: '案卷 2026-11-23 1405.xlsx', failure: null, ...given,
})
const words = () => document.body.textContent ?? ''
const press = (label: string) => [...document.querySelectorAll<HTMLElement>('.el-dialog button, .el-dialog a')].find((one) => one.textContent?.trim() === label)!.click()
const form = () => document.querySelector<HTMLFormElement>('.el-dialog form')!


async function open(replies: Replies, filters: Filters = { ...nothing }) {
  const asked = serve({ 'GET /exports': { body: { items: [] } }, ...replies })
  const { page } = await mountPage(ExportDialog, '/', '/:rest(.*)*', { filters })
  await settle()
  return { page, asked }
}

describe('the filter of a file', () => {
  it('is that of the list without its order', () => {
    const filters: Filters = { ...nothing, status: ['reported'], overdue: true, q: '桐柏', sort: 'received_at' }
    expect(filterOf(filters)).toEqual({ status: ['reported'], overdue: true, q: '桐柏' })
    expect(filterOf({ ...nothing })).toEqual({})
  })
})

describe('how far a file is', () => {
  it.each([
    [{}, null],
    [{ status: 'running', rows_total: 0 }, 100],
    [{ status: 'running', rows_total: 3, rows_done: 2 }, 66],
    [{ status: 'done', rows_total: 3, rows_done: 3 }, 100],
  ] as [Partial<Export>, number | null][])('%o is %s', (given, percent) => expect(percentOf(row(given))).toBe(percent))
})

describe('how long a file is', () => {
  it.each([[0, '0.1 KB'], [8_200, '8.2 KB'], [950_000, '950 KB'], [2_927_784, '2.9 MB'], [81_889_173, '82 MB']])('%s is %s', (bytes, words) => expect(sizeOf(bytes)).toBe(words))
})

describe('the export dialog', () => {
  beforeEach(async () => {
    await freshPhone()
    await loadDeskWords()
  })
  afterEach(() => {
    vi.unstubAllGlobals()
  })

  it('asks for Excel of what is filtered, by Enter alone', async () => {
    const { asked } = await open({ 'POST /exports': { status: 202, body: row() } }, { ...nothing, status: ['reported'] })
    expect(words()).toContain('1 个条件')
    form().dispatchEvent(new Event('submit', { cancelable: true }))
    await settle()
    const sent = asked.find(({ method }) => method === 'POST')!.json as Record<string, unknown>
    expect(sent).toMatchObject({ format: 'xlsx', filter: { status: ['reported'] } })
    expect(sent.id).toMatch(/^[0-9a-f-]{36}$/)
    expect(words()).toContain('排队中')
  })

  it('has the focus where Enter sends', async () => {
    await open({})
    await vi.waitFor(() => expect((document.activeElement as HTMLInputElement).value).toBe('xlsx'))
  })

  it('says what everything means when nothing is filtered', async () => {
    await open({})
    expect(words()).toContain('没有筛选条件：导出您能看到的全部案件')
  })

  it('offers CSV', async () => {
    const { asked } = await open({ 'POST /exports': { status: 202, body: row({ format: 'csv' }) } })
    const csv = document.querySelector<HTMLInputElement>('input[value=csv]')!
    csv.click()
    csv.dispatchEvent(new Event('change'))
    form().dispatchEvent(new Event('submit', { cancelable: true }))
    await settle()
    expect(asked.find(({ method }) => method === 'POST')!.json).toMatchObject({ format: 'csv' })
  })

  it('is the same file when sent again after silence, and another afterwards', async () => {
    let tries = 0
    const { asked } = await open({ 'POST /exports': () => (tries++ ? { status: 202, body: row({ id: `e${tries}` }) } : 'no network') })
    for (let i = 0; i < 3; i++) {
      form().dispatchEvent(new Event('submit', { cancelable: true }))
      await settle()
    }
    const ids = asked.filter(({ method }) => method === 'POST').map(({ json }) => (json as { id: string }).id)
    expect(ids[0]).toBe(ids[1])
    expect(ids[2]).not.toBe(ids[1])
  })

  it('follows a file until it can be fetched', async () => {
    const steps = [row(), row({ status: 'running', rows_total: 200_000, rows_done: 50_000 }), row({ status: 'done', rows_total: 200_000, rows_done: 200_000, byte_size: 29_318_127 })]
    let step = 0
    await open({ 'GET /exports': () => ({ body: { items: [steps[Math.min(step++, 2)]] } }) })
    expect(words()).toContain('排队中')
    await vi.waitFor(() => expect(words()).toContain('已写 50,000 / 200,000 件'))
    expect(words()).toContain('25%')
    await vi.waitFor(() => expect(words()).toMatch(/200,000 件，29 MB，保留到 11-30 14:05/))
    expect(document.querySelector<HTMLAnchorElement>('a.fetch')!.getAttribute('href')).toBe('/api/v1/exports/e1/file')
    expect(document.querySelector('.el-progress')).toBeNull()
  }, 10_000)

  it('asks no more once everything is written', async () => {
    const { asked } = await open({ 'GET /exports': { body: { items: [row({ status: 'done', rows_total: 1, rows_done: 1, byte_size: 10 })] } } })
    await new Promise((done) => setTimeout(done, 1300))
    expect(asked.filter(({ path }) => path === '/exports')).toHaveLength(1)
  })

  it('says why there is no file and what to do', async () => {
    await open({ 'GET /exports': { body: { items: [row({ status: 'failed', failure: 'server_error' })] } } })
    expect(words()).toContain('请再导出一次')
  })

  it('says that three are enough, and keeps the form', async () => {
    await open({ 'POST /exports': problem(409, 'too_many_exports') })
    form().dispatchEvent(new Event('submit', { cancelable: true }))
    await settle()
    expect(document.querySelector('[role=alert]')!.textContent).toContain('已有 3 个文件正在写')
  })

  it('takes a file back, also one that is gone already', async () => {
    const { asked } = await open({ 'GET /exports': { body: { items: [row()] } }, 'DELETE /exports/e1': problem(404, 'export_not_found') })
    press('取消')
    await settle()
    expect(asked.at(-1)).toMatchObject({ method: 'DELETE', path: '/exports/e1' })
    expect(words()).not.toContain('案卷 2026-11-23')
    expect(document.querySelector('[role=alert]')).toBeNull()
  })

  it('offers to look again when the server is away', async () => {
    let isAway = true
    await open({ 'GET /exports': () => (isAway ? 'no network' : { body: { items: [row({ status: 'done', byte_size: 1 })] } }) })
    expect(words()).toContain('网络不通')
    isAway = false
    press('重试')
    await settle()
    expect(words()).toContain('案卷 2026-11-23 1405.xlsx')
  })

  it('closes', async () => {
    const { page } = await open({})
    press('关闭')
    expect(page.emitted('close')).toHaveLength(1)
  })
})
