import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { CaseImport } from '@/core/api'
import { MARK } from '@/core/api/answer'
import { loadDeskWords } from '@/core/i18n'
import FileField from '@/core/ui/FileField.vue'
import { button, freshPhone, mountPage, settle } from '@/testing/mount'
import { problem, serve, type Replies } from '@/testing/server'
import ImportView from './ImportView.vue'
import { percentOf, systemsOf } from './imports'

const found = (given: Partial<CaseImport> = {}): CaseImport => ({
  id: 'i1', system: '数字城管', file_name: '案件.xlsx', status: 'checked', rows: 3, good: 2, taken: 0, known: 0, bad: 1,
  asked_at: '2026-11-23T06:05:00Z', taken_at: null, finished_at: null, failure: null, ...given,
})
const bad = { row: 4, external_number: 'A-3', errors: [{ column: '类别', value: '没有', code: 'unknown_category', detail: '没有这个类别' }, { column: '路段', value: '', code: 'no_place', detail: '路段和经纬度至少填一样' }] }


async function open(replies: Replies = {}) {
  vi.stubGlobal('XMLHttpRequest', undefined)
  const asked = serve({
    'GET /case-imports': { body: { items: [] } },
    'POST /case-imports': { status: 201, body: found() },
    'GET /case-imports/i1/bad-rows': { body: { items: [bad], next_cursor: null } },
    ...replies,
  })
  const { page } = await mountPage(ImportView)
  await settle()
  return { page, asked }
}

async function choose(page: Awaited<ReturnType<typeof open>>['page'], system = '数字城管') {
  await page.find('input.plain-field').setValue(system)
  page.findComponent(FileField).vm.$emit('choose', [new File(['x'], '案件.xlsx')])
  await settle()
}

describe('how far an import is', () => {
  it.each([
    [{ good: 2, taken: 2 }, 50],
    [{ good: 0, taken: 3 }, 100],
    [{ good: 0, taken: 0 }, 100],
  ])('%o is %s', (given, percent) => expect(percentOf(found(given))).toBe(percent))

  it('names other systems once, the latest first', () => {
    expect(systemsOf([found({ system: 'b' }), found({ system: 'a' }), found({ system: 'b' })])).toEqual(['b', 'a'])
  })
})

describe('importing cases', () => {
  beforeEach(async () => {
    await freshPhone()
    await loadDeskWords()
  })
  afterEach(() => {
    vi.unstubAllGlobals()
  })

  it('wants to know the other system first, and remembers the last one', async () => {
    const { page } = await open()
    expect(page.findComponent(FileField).exists()).toBe(false)
    expect(page.text()).toContain('先写明从哪个系统来')
    page.unmount()
    const again = await open({ 'GET /case-imports': { body: { items: [found({ system: '12345' })] } } })
    expect((again.page.find('input.plain-field').element as HTMLInputElement).value).toBe('12345')
    expect(again.page.findComponent(FileField).exists()).toBe(true)
  })

  it('looks first: says how many, and every wrong cell with its reason', async () => {
    const { page, asked } = await open()
    await choose(page)
    const sent = asked.find(({ method }) => method === 'POST')!
    expect(decodeURIComponent(sent.path)).toBe('/case-imports?system=数字城管&file_name=案件.xlsx')
    expect(page.text()).toContain('可以导入 2 件')
    expect(page.text()).toContain('有错 1 行')
    const cells = page.findAll('tbody tr').map((row) => row.text())
    expect(cells).toEqual([expect.stringMatching(/4.*A-3.*类别.*没有这个类别/), expect.stringContaining('路段和经纬度至少填一样')])
    expect(asked.filter(({ method }) => method === 'POST')).toHaveLength(1)
  })

  it('takes in only the correct ones when asked so, and follows until it is done', async () => {
    let step = 0
    const steps = [found({ status: 'taking', taken: 1, good: 1 }), found({ status: 'done', taken: 2, good: 0 })]
    const { page, asked } = await open({
      'POST /case-imports/i1/take': { status: 202, body: found({ status: 'taking' }) },
      'GET /case-imports/i1': () => ({ body: steps[Math.min(step++, 1)] }),
    })
    await choose(page)
    await button(page, '只导入正确的 2 件').trigger('click')
    await settle()
    expect(asked.find(({ path }) => path.endsWith('/take'))!.json).toEqual({ only_good: true })
    expect(page.find('.el-progress').exists()).toBe(true)
    await vi.waitFor(() => expect(page.text()).toContain('已导入 2 件'))
    expect(page.find('a[href*="source=import"]').attributes('href')).toContain('status=reported')
  }, 10_000)

  it('takes in everything where nothing is wrong', async () => {
    const { page, asked } = await open({
      'POST /case-imports': { status: 201, body: found({ bad: 0, good: 3 }) },
      'POST /case-imports/i1/take': { status: 202, body: found({ status: 'taking', bad: 0 }) },
    })
    await choose(page)
    expect(page.text()).toContain('每一行都没有问题')
    await button(page, '导入 3 件').trigger('click')
    await settle()
    expect(asked.find(({ path }) => path.endsWith('/take'))!.json).toEqual({ only_good: false })
  })

  it('offers nothing where nothing is new', async () => {
    const { page } = await open({ 'POST /case-imports': { status: 201, body: found({ good: 0, known: 3, bad: 0 }) } })
    await choose(page)
    expect(page.text()).toContain('以前导入过 3 件')
    expect(page.text()).toContain('没有可以导入的行')
    expect(button(page, '导入 0 件').attributes('disabled')).toBeDefined()
  })

  it('says in words what the server refused, and that nothing came of it', async () => {
    const { page } = await open({ 'POST /case-imports': problem(422, 'unknown_headings') })
    await choose(page)
    const said = page.find('[role=alert]').text()
    expect(said).toContain('表头不对')
    expect(said).toContain('还没有导入任何案件')
  })

  it('shows an earlier sheet again', async () => {
    const { page } = await open({ 'GET /case-imports': { body: { items: [found({ status: 'failed', failure: 'server_error', taken: 1, good: 1 })] } } })
    expect(page.text()).toContain('中断，已导入 1 件')
    await button(page, '案件.xlsx').trigger('click')
    await settle()
    expect(page.find('[role=alert]').text()).toContain('不会重复')
  })

  it('sends the bytes of the file', async () => {
    let sent: unknown
    const { page } = await open()
    vi.stubGlobal('fetch', (_: string, init: RequestInit) => {
      if (init.method === 'POST') sent = init.body
      return Promise.resolve(new Response(JSON.stringify(init.method === 'POST' ? found({ bad: 0 }) : { items: [] }), { headers: { 'Content-Type': 'application/json', [MARK]: '1' } }))
    })
    await choose(page)
    expect(new TextDecoder().decode(sent as ArrayBuffer)).toBe('x')
  })
})
