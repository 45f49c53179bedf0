import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { SuggestionReason, SuggestionRule, SuggestionTrial } from '@/core/api'
import { loadDeskWords } from '@/core/i18n'
import { toast } from '@/core/ui/toast'
import { useReason } from '@/features/catalog/desk/reason'
import { button, freshPhone, mountPage, settle } from '@/testing/mount'
import { problem, serve, type Replies } from '@/testing/server'
import RulesView from './RulesView.vue'
import { blank, bodyOf } from './rules'

const units = [{ id: 'district', parent_id: null, name: '中原区', kind: 'district', code: '410102' }, { id: 'office', parent_id: 'district', name: '棉纺路街道', kind: 'street_office', code: null }]
const departments = [{ id: 'team', name: '执法队', unit_id: 'district', is_active: true }, { id: 'gone', name: '旧环卫', unit_id: 'district', is_active: false }]
const rule = (over: Partial<SuggestionRule>): SuggestionRule => ({ ...blank('district'), department_id: 'team', ...over })
const first = rule({ id: 'a', class_name: '街面秩序', unit_id: 'office', side: 'north', source: 'hotline', note: '北侧门店' })
const second = rule({ id: 'b', road_id: 'road', road_name: '桐柏路', department_id: 'gone' })
const reason: SuggestionReason = { kind: 'rule', rule_id: 'a', rank: 1, note: '北侧门店', category_name: null, class_name: '街面秩序', unit_name: null, road_name: null, segment_name: null, side: 'north', source: null }
const trial: SuggestionTrial = {
  tried: 8,
  first_received_at: '2026-10-01T02:00:00Z',
  before: { same: 4, other: 2, none: 2 },
  after: { same: 7, other: 1, none: 0 },
  changed: 3,
  rules: [{ rule_id: 'a', decided: 5, same: 4 }, { rule_id: 'b', decided: 0, same: 0 }],
  examples: [
    {
      id: 'case', number: '410102-20261001-0007', status: 'closed', category_name: '占道经营', segment_name: '桐柏路：建设路—棉纺路', received_at: '2026-10-01T02:00:00Z', department_id: 'team', department_name: '执法队',
      before: null, after: { department_id: 'team', department_name: '执法队', reason },
    },
  ],
}

async function open(more: Replies = {}) {
  const asked = serve({
    'GET /suggestion-rules': { body: { version: 4, items: [first, second] } },
    'GET /units': { body: { items: units } },
    'GET /departments': { body: { items: departments } },
    'GET /duties': { body: { items: [] } },
    'GET /categories': { body: { items: [] } },
    'GET /roads': { body: { items: [] } },
    ...more,
  })
  const { page, router } = await mountPage(RulesView)
  await settle()
  const rows = () => page.findAll('.el-table__row').map((row) => row.text())
  return { page, router, rows, sent: (method: string) => asked.filter((one) => one.method === method).map(({ path, json }) => [path, json]) }
}

describe('rules of suggestions', () => {
  beforeAll(loadDeskWords)
  beforeEach(() => freshPhone())
  afterEach(() => {
    document.body.innerHTML = ''
    vi.restoreAllMocks()
    vi.unstubAllGlobals()
  })

  it('say which cases they mean and to whom these go', async () => {
    const { rows } = await open()
    expect(rows()[0]).toContain('街面秩序 · 棉纺路街道 · 北侧 · 热线来电')
    expect(rows()[0]).toContain('执法队')
    expect(rows()[1]).toContain('桐柏路')
    expect(rows()[1]).toContain('停用')
  })

  it('are put in another order, and saved as a whole with the version they were read with', async () => {
    const { page, sent } = await open({ 'PUT /suggestion-rules': { body: { version: 5, items: [second, first] } } })
    expect(button(page, '保存').attributes('disabled')).toBeDefined()
    await page.findAll('button').filter((one) => one.text() === '下移')[0]!.trigger('click')
    await settle()
    expect(page.text()).toContain('有改动，还没保存')
    await button(page, '保存').trigger('click')
    await settle()
    expect(sent('PUT')).toEqual([['/suggestion-rules', { version: 4, items: [bodyOf(second), bodyOf(first)] }]])
    expect(toast.value?.words).toContain('规则已保存')
    expect(page.text()).not.toContain('有改动，还没保存')
  })

  it('are switched off with a click, and back to what stands with another', async () => {
    const { page, rows } = await open()
    await page.find('.el-table__row input[type=checkbox]').setValue(false)
    await settle()
    expect(page.find('.el-table__row.off').exists()).toBe(true)
    await button(page, '放弃改动').trigger('click')
    await settle()
    expect(page.find('.el-table__row.off').exists()).toBe(false)
    expect(rows()).toHaveLength(2)
  })

  it('are tried before they are saved, and nothing of an old trial stays beside other rules', async () => {
    const { page, rows, sent } = await open({ 'POST /suggestion-rules/trial': { body: trial } })
    await page.findAll('button').filter((one) => one.text() === '去掉')[1]!.trigger('click')
    await settle()
    await button(page, '试算').trigger('click')
    await settle()
    expect(sent('POST')).toEqual([['/suggestion-rules/trial', { items: [bodyOf(first)] }]])
    expect(sent('PUT')).toEqual([])
    expect(rows()[0]).toContain('5 件，一致 4')
    const result = page.find('section')
    for (const words of ['87.5%', '有 3 件的建议会变', '只列 1 件', '410102-20261001-0007', '没有建议', '规则 1：北侧门店']) expect(result.text()).toContain(words)
    await page.find('.el-table__row input[type=checkbox]').setValue(false)
    await settle()
    expect(page.find('section').exists()).toBe(false)
  })

  it('show what duties alone would give once the last is gone', async () => {
    const { page } = await open({ 'POST /suggestion-rules/trial': { body: { ...trial, rules: [] } } })
    for (const word of ['去掉', '去掉']) await page.findAll('button').filter((one) => one.text() === word)[0]!.trigger('click')
    await button(page, '试算').trigger('click')
    await settle()
    expect(page.text()).toContain('还没有规则')
    expect(page.find('section').text()).toContain('87.5%')
  })

  it('say so where there is no past to try on', async () => {
    const none = { same: 0, other: 0, none: 0 }
    const { page } = await open({ 'POST /suggestion-rules/trial': { body: { ...trial, tried: 0, first_received_at: null, before: none, after: none, changed: 0, rules: [], examples: [] } } })
    await button(page, '试算').trigger('click')
    await settle()
    expect(page.find('section').text()).toContain('无从试算')
  })

  it('keep what was changed here when somebody else was faster', async () => {
    const { page, rows } = await open({ 'PUT /suggestion-rules': problem(409, 'stale_version') })
    await page.findAll('button').filter((one) => one.text() === '下移')[0]!.trigger('click')
    await button(page, '保存').trigger('click')
    await settle()
    expect(page.find('[role=alert]').text()).toContain('您的改动还在这里')
    expect(rows()[0]).toContain('桐柏路')
    await button(page, '看新的').trigger('click')
    await settle()
    expect(rows()[0]).toContain('街面秩序')
    expect(page.find('[role=alert]').exists()).toBe(false)
  })

  it('take a new one through the form, which asks for a department', async () => {
    const { page, rows } = await open()
    await button(page, '新增规则').trigger('click')
    await settle()
    const dialog = () => document.querySelector('.el-dialog')!
    expect(dialog().textContent).toContain('请选建议给哪个部门')
    expect(dialog().querySelector<HTMLButtonElement>('button[type=submit]')!.disabled).toBe(true)
    expect(rows()).toHaveLength(2)
  })

  it('take a change of one through the form', async () => {
    const { page, rows } = await open()
    await page.findAll('button').filter((one) => one.text() === '修改')[0]!.trigger('click')
    await settle()
    const note = document.querySelector<HTMLInputElement>('.el-dialog input.plain-field')!
    note.value = ' 门前四包 '
    note.dispatchEvent(new Event('input'))
    document.querySelector<HTMLFormElement>('.el-dialog form')!.dispatchEvent(new Event('submit'))
    await settle()
    expect(rows()[0]).toContain('门前四包')
    expect(rows()[0]).toContain('街面秩序 · 棉纺路街道 · 北侧 · 热线来电')
  })

  it('say why there are none, and that they could not be read', async () => {
    const { page } = await open({ 'GET /suggestion-rules': { body: { version: 0, items: [] } } })
    expect(page.text()).toContain('现在只按部门职责建议')
    const refused = await open({ 'GET /suggestion-rules': 'no network' })
    expect(refused.page.find('[role=alert]').exists()).toBe(true)
  })
})

describe('the reason of a suggestion', () => {
  beforeAll(loadDeskWords)

  const bare = { ...reason, note: '', class_name: null, side: null }
  it.each([
    ['规则 1：北侧门店', reason],
    ['规则 1：街面秩序 · 北侧', { ...reason, note: '' }],
    ['规则 1：全部案件', bare],
    ['中原区的占道经营归其职责', { ...bare, kind: 'duty' as const, unit_name: '中原区', category_name: '占道经营' }],
    ['中原区的所有类别归其职责', { ...bare, kind: 'duty' as const, unit_name: '中原区' }],
  ])('reads %s', (words, given) => {
    expect(useReason().reasonOf(given)).toBe(words)
  })
})
