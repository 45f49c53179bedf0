import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { loadDeskWords } from '@/core/i18n'
import FileField from '@/core/ui/FileField.vue'
import { hush, toast } from '@/core/ui/toast'
import { categoryItems, organiser } from '@/testing/cleanups-desk'
import { segment } from '@/testing/fixtures'
import { button, freshPhone, mountPage, settle } from '@/testing/mount'
import { problem, serve, type Asked, type Replies } from '@/testing/server'
import { bodyOf, formOf, kindsOf, type Shop } from './shop'
import ShopsView from './ShopsView.vue'
import { lackOf } from './terms'
import TermsView from './TermsView.vue'

// Tables of Element Plus take long to mount where other tests run beside.
vi.setConfig({ testTimeout: 20_000 })
vi.mock('@/core/ui/map', () => ({ MapView: { name: 'MapView', emits: ['pin'], render: () => null } }))

const shop = (over: Partial<Shop> = {}): Shop => ({ id: 's1', unit_id: 'unit-1', name: '老王面馆', kind: '餐饮', segment_id: 'segment-1', segment_name: segment.properties.name, location: null, is_active: true, version: 3, updated_at: '2026-11-01T00:00:00Z', ...over })
const outcome = { dry_run: true, rows: 3, made: 1, changed: 0, unchanged: 2, errors: [] as object[] }
const replies: Replies = {
  'GET /shops': { body: { items: [shop(), shop({ id: 's2', name: '新星超市', is_active: false })], next_cursor: null, total: 2 } },
  'GET /road-segments': { body: { type: 'FeatureCollection', features: [segment] } },
  'GET /units': { body: { items: [{ id: 'unit-1', parent_id: null, kind: 'street_office', name: '棉纺路街道', code: null }] } },
  'GET /departments': { body: { items: [] } },
  'GET /duties': { body: { items: [] } },
  'GET /participant-categories': { body: { items: categoryItems } },
  'GET /cleanup-result-kinds': { body: { items: [{ code: 'bag', name: '垃圾', measure: '袋', rank: 1, is_active: true }] } },
  'GET /stationed-units': { body: { items: [] } },
}
const acts = (asked: Asked[]) => asked.filter(({ method }) => method !== 'GET')
const dialog = () => document.querySelector<HTMLElement>('.el-dialog')!
const inDialog = (words: string) => [...dialog().querySelectorAll<HTMLButtonElement>('button')].find((one) => one.textContent?.includes(words))!
function type(at: number, words: string): void {
  const field = dialog().querySelectorAll<HTMLInputElement>('.line input:not([type=checkbox])')[at]!
  field.value = words
  field.dispatchEvent(new Event('input'))
}

async function open(view: object, more: Replies = {}, at = '/') {
  const asked = serve({ ...replies, ...more })
  const mounted = await mountPage(view, at)
  await settle()
  return { asked, ...mounted }
}

beforeEach(async () => {
  document.body.innerHTML = ''
  await freshPhone(organiser)
  await loadDeskWords()
  hush()
})
afterEach(() => vi.unstubAllGlobals())

describe('the register of shops', () => {
  it('asks by what the address and the search say', async () => {
    const { asked, page } = await open(ShopsView, {}, '/?unit=unit-1&segment=segment-1')
    expect(asked.some(({ path }) => path === '/shops?unit_id=unit-1&segment_id=segment-1&limit=100')).toBe(true)
    expect(page.find('h1').text()).toContain('2')
    expect(page.text()).toContain('已停业')
  })

  it('puts a shop out of use with one click, and back with another', async () => {
    let version = 3
    const { asked, page } = await open(ShopsView, { 'PUT /shops/s1': ({ json }) => ({ body: shop({ ...(json as Partial<Shop>), version: ++version }) }) })
    await button(page, /^停业$/).trigger('click')
    await settle()
    expect(toast.value?.words).toContain('老王面馆 已登记停业')
    toast.value!.actions[0]!.run()
    await settle()
    expect(acts(asked).map(({ json }) => json)).toEqual([
      expect.objectContaining({ is_active: false, version: 3, segment_id: 'segment-1' }),
      expect.objectContaining({ is_active: true, version: 4 }),
    ])
  })

  it('registers one where the organiser is at home', async () => {
    const { asked, page } = await open(ShopsView)
    await button(page, '登记门店').trigger('click')
    await settle()
    type(0, ' 小李修车 ')
    await settle()
    inDialog('保存').click()
    await settle()
    expect(acts(asked)[0]!.json).toEqual({ name: '小李修车', kind: '', unit_id: 'unit-1', segment_id: null, is_active: true })
  })

  it('shows what somebody else made of it, and saves over it only knowingly', async () => {
    let isFirst = true
    const theirs = shop({ name: '老王拉面馆', version: 4 })
    const { asked, page } = await open(ShopsView, { 'PUT /shops/s1': () => (isFirst ? ((isFirst = false), { status: 409, body: { status: 409, code: 'stale_version', detail: '', shop: theirs } }) : { body: theirs }) })
    await button(page, '修改').trigger('click')
    await settle()
    inDialog('保存').click()
    await settle()
    expect(dialog().textContent).toContain('老王拉面馆')
    inDialog('保存').click()
    await settle()
    expect(acts(asked).map(({ json }) => (json as Shop).version)).toEqual([3, 4])
  })

  it('says why it is empty', async () => {
    const { page } = await open(ShopsView, { 'GET /shops': { body: { items: [], next_cursor: null, total: 0 } } })
    expect(page.text()).toContain('还没有登记门店')
  })

  it('is only looked at by others', async () => {
    await freshPhone({ ...organiser, roles: [{ role: 'viewer', unit_id: 'unit-1' }] })
    const { page } = await open(ShopsView)
    expect(page.text()).not.toContain('登记门店')
    expect(page.text()).toContain('导出 Excel')
  })
})

describe('shops from Excel', () => {
  async function choose(errors: object[]) {
    const opened = await open(ShopsView, { 'POST /shops/import': ({ path }) => ({ body: { ...outcome, dry_run: path.includes('true'), errors } }) })
    await button(opened.page, '从 Excel 导入').trigger('click')
    await settle()
    expect(inDialog('确认导入').disabled).toBe(true)
    opened.page.findComponent(FileField).vm.$emit('choose', [new File(['x'], 'a.xlsx')])
    await settle()
    return opened
  }

  it('are looked at first and taken when somebody says so', async () => {
    const { asked } = await choose([])
    expect(dialog().textContent).toContain('新增 1，修改 0，不变 2')
    inDialog('确认导入').click()
    await settle()
    expect(acts(asked).map(({ path }) => path)).toEqual(['/shops/import?unit_id=unit-1&dry_run=true', '/shops/import?unit_id=unit-1&dry_run=false'])
    expect(toast.value?.words).toBe('已导入：新增 1 户，修改 0 户')
  })

  it('are not taken while a cell is wrong, which is named in words', async () => {
    await choose([{ row: 4, column: '路段', value: '没有的路', code: 'unknown_segment', detail: 'x' }])
    expect(dialog().textContent).toContain('管辖范围内没有这个路段')
    expect(inDialog('确认导入').disabled).toBe(true)
  })

  it('have a template to begin with', async () => {
    const { page } = await open(ShopsView)
    await button(page, '从 Excel 导入').trigger('click')
    await settle()
    expect(dialog().querySelector('a')!.getAttribute('href')).toContain('/shops/export?segment_id=0000')
  })
})

describe('a shop in a form', () => {
  it('goes back as it came, with its point in the datum it is shown in', () => {
    const location = { lon: 113.6, lat: 34.7, accuracy_m: null, datum: 'gcj02' as const }
    expect(bodyOf(formOf(shop({ location }), ''), 3)).toEqual({ name: '老王面馆', kind: '餐饮', unit_id: 'unit-1', segment_id: 'segment-1', is_active: true, location: { lon: 113.6, lat: 34.7, datum: 'wgs84' }, version: 3 })
    expect(kindsOf([shop(), shop({ kind: '' }), shop({ kind: '超市' })])).toEqual(['超市', '餐饮'])
  })
})

describe('terms', () => {
  it('are shown to organisers, who keep stationed units and nothing else', async () => {
    const { asked, page } = await open(TermsView, { 'PUT /stationed-units': { body: {} } })
    expect(page.text()).toContain('社区党员')
    expect(page.text()).toContain('由管理员维护')
    expect(page.findAll('button').filter((one) => one.text() === '新增')).toHaveLength(1)
    await button(page, '新增').trigger('click')
    await settle()
    type(0, '第一小学')
    await settle()
    inDialog('保存').click()
    await settle()
    expect(acts(asked)[0]!.json).toEqual({ name: '第一小学', unit_id: 'unit-1', is_active: true })
  })

  it('are made by administrators, with a code that stays', async () => {
    await freshPhone({ ...organiser, roles: [{ role: 'admin', unit_id: 'unit-1' }] })
    const { asked, page } = await open(TermsView, { 'PUT /participant-categories/student': problem(403, 'forbidden') })
    await button(page, '新增').trigger('click')
    await settle()
    type(0, '学生')
    type(1, 'student')
    await settle()
    inDialog('保存').click()
    await settle()
    expect(acts(asked)[0]).toMatchObject({ path: '/participant-categories/student', json: { name: '学生', asks_for: 'nothing', rank: 15, is_active: true } })
    expect(dialog().textContent).toContain('您没有这项权限')
  })

  it('lack a code, a name or a measure until they have them', () => {
    const form = formOfResult()
    expect(lackOf('result', { ...form, code: 'Bag' }, [])).toBe('code')
    expect(lackOf('result', form, ['bag'])).toBe('code_taken')
    expect(lackOf('result', { ...form, name: ' ' }, [])).toBe('name')
    expect([lackOf('result', { ...form, measure: '' }, []), lackOf('category', { ...form, measure: '' }, [])]).toEqual(['measure', null])
    expect(lackOf('result', form, [])).toBeNull()
  })
})

function formOfResult() {
  return { code: 'bag', name: '垃圾', asks_for: 'nothing' as const, measure: '袋', rank: 1, is_active: true }
}
