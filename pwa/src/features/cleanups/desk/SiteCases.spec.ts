import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { loadDeskWords } from '@/core/i18n'
import { hush, toast } from '@/core/ui/toast'
import { site, wholeSession } from '@/testing/cleanups-desk'
import { row } from '@/testing/fixtures'
import { button, freshPhone, mountPage, settle } from '@/testing/mount'
import { serve, type Asked, type Replies } from '@/testing/server'
import { afterPhotos, isOpen, saidOf } from './closing'
import SiteCases from './SiteCases.vue'

const root = '/cleanup-sessions/session-1/sites/site-1'
const found = (case_id: string, status: string, over: object = {}) => ({ case_id, number: `410102-20261121-000${case_id}`, status, category_name: '暴露垃圾', is_visible: true, ...over })
const cases = [found('1', 'handling'), found('2', 'closed'), found('3', 'assigned', { is_visible: false })]
const photo = (sha256: string, over: object = {}) => ({ sha256, role: 'after' as const, pair: 1, taken_at: null, named_by_id: 'x', named_at: '2026-11-21T01:00:00Z', present: true, ready: true, ...over })
const acts = (asked: Asked[]) => asked.filter(({ method }) => method !== 'GET')
const inDialog = () => document.querySelector<HTMLElement>('.el-dialog')!
const doIt = () => [...inDialog().querySelectorAll<HTMLButtonElement>('button[type=submit]')][0]!

async function open(replies: Replies = {}, over: Parameters<typeof site>[0] = {}) {
  const asked = serve(replies)
  const here = site({ cases, photos: [photo('b')], ...over })
  const { page } = await mountPage(SiteCases, '/', '/:rest(.*)*', { session: wholeSession({ sites: [here] }), site: here })
  await settle()
  return { page, asked }
}

beforeEach(async () => {
  document.body.innerHTML = ''
  await freshPhone()
  await loadDeskWords()
  hush()
})
afterEach(() => vi.unstubAllGlobals())

describe('cases found at a site', () => {
  it('are opened where one may see them', async () => {
    const { page } = await open()
    expect(page.findAll('li a').map((one) => one.attributes('href'))).toEqual(['/desk/cases/1', '/desk/cases/2'])
    expect(page.findAll('li')).toHaveLength(3)
  })

  it('are found by number and linked; a slip is taken back', async () => {
    const { page, asked } = await open({ 'GET /cases': { body: { items: [row({ id: '1' }), row({ id: '9', number: '0009' })], next_cursor: null } }, [`PUT ${root}/cases/9`]: { status: 204 }, [`DELETE ${root}/cases/9`]: { status: 204 } })
    await page.find('input[type=search]').setValue(' 0009 ')
    await page.find('form').trigger('submit')
    await settle()
    expect(asked[0]!.path).toBe('/cases?q=0009&limit=8')
    expect(page.findAll('.found li')).toHaveLength(1)
    await page.find('.found .link').trigger('click')
    await settle()
    toast.value!.actions[0]!.run()
    await settle()
    expect(acts(asked).map(({ method, path }) => `${method} ${path}`)).toEqual([`PUT ${root}/cases/9`, `DELETE ${root}/cases/9`])
  })

  it('are unlinked with an undo', async () => {
    const { page, asked } = await open({ [`DELETE ${root}/cases/1`]: { status: 204 }, [`PUT ${root}/cases/1`]: { status: 204 } })
    await button(page, '取消关联').trigger('click')
    await settle()
    expect(page.emitted('changed')).toHaveLength(1)
    toast.value!.actions[0]!.run()
    await settle()
    expect(acts(asked).map(({ method }) => method)).toEqual(['DELETE', 'PUT'])
  })

  it('says when nothing like it was found', async () => {
    const { page } = await open({ 'GET /cases': { body: { items: [], next_cursor: null } } })
    await page.find('input[type=search]').setValue('x')
    await page.find('form').trigger('submit')
    await settle()
    expect(page.find('[role=status]').text()).toContain('没有找到')
  })

  it('are only looked at by those who do not work here', async () => {
    const { page } = await open({}, { may_work: false })
    expect(page.find('form').exists()).toBe(false)
  })
})

describe('closing them in one act', () => {
  const outcome = {
    closed: 1,
    items: [
      { case_id: '1', status: 'closed', moves: ['handle', 'verify_pass'], is_closed: true, code: null, detail: null },
      { case_id: '3', status: 'assigned', moves: [], is_closed: false, code: 'move_not_allowed', detail: 'x' },
    ],
  }

  it('names only the open ones and the photo, the same act when sent again, and says what became of each', async () => {
    let isAway = true
    const { page, asked } = await open({ [`POST ${root}/close-cases`]: () => (isAway ? 'no network' : { body: outcome }) })
    await button(page, '一并结案（2 件）').trigger('click')
    await settle()
    doIt().click()
    await settle()
    expect(inDialog().textContent).toContain('网络不通')
    isAway = false
    doIt().click()
    await settle()
    expect(acts(asked)[0]!.json).toMatchObject({ photos: ['b'], case_ids: ['1', '3'], note: '' })
    expect(acts(asked)[1]!.json).toEqual(acts(asked)[0]!.json)
    expect(inDialog().textContent).toContain('2 件中已结案 1 件')
    expect(inDialog().textContent).toContain('接下来要由别人办理')
    expect(page.emitted('changed')).toHaveLength(2)
  })

  it('waits for an after photo', async () => {
    const { page } = await open({}, { photos: [photo('b', { present: false })] })
    await button(page, '一并结案').trigger('click')
    await settle()
    expect(inDialog().textContent).toContain('请先补传')
    expect(doIt().disabled).toBe(true)
  })

  it('leaves alone what is done, and photos that have not come', () => {
    expect(cases.map(isOpen)).toEqual([true, false, true])
    expect(afterPhotos(site({ photos: [photo('b'), photo('b', { pair: 2 }), photo('c', { present: false }), photo('d', { role: 'before' })] }))).toEqual(['b'])
  })

  it('lists first what was not closed', () => {
    expect(saidOf(outcome, cases).map(({ id, isClosed }) => [id, isClosed])).toEqual([['3', false], ['1', true]])
  })
})
