import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { MARK } from '@/core/api/answer'
import { loadDeskWords } from '@/core/i18n'
import { button, freshPhone, mountPage, settle } from '@/testing/mount'
import { problem, serve } from '@/testing/server'
import PeopleView from './PeopleView.vue'

const person = (over = {}) => ({
  id: 'p1', username: 'zhang', name: '张三', roles: [{ role: 'road_chief', unit_id: 'u1' }], department_id: null, is_active: true, must_change_password: false, may_administer: true, ...over,
})
const rest = {
  'GET /units': { body: { items: [{ id: 'u1', parent_id: null, kind: 'district', name: '中原区', code: '410102' }] } },
  'GET /departments': { body: { items: [] } },
  'GET /duties': { body: { items: [] } },
}
const inDialog = (words: string) => [...document.querySelectorAll<HTMLElement>('.el-dialog button')].find((one) => one.textContent?.includes(words))!

describe('people', () => {
  beforeAll(loadDeskWords)
  beforeEach(() => freshPhone())
  afterEach(() => vi.unstubAllGlobals())

  it('shows roles with their units, and no acts on those out of reach', async () => {
    serve({ ...rest, 'GET /users': { body: { items: [person(), person({ id: 'p2', may_administer: false })], next_cursor: null } } })
    const { page } = await mountPage(PeopleView)
    await settle()
    expect(page.text()).toContain('路长 · 中原区')
    expect(page.findAll('button').filter((one) => one.text() === '修改')).toHaveLength(1)
  })

  it('tells the one-time password of a new person once, and keeps the form when refused', async () => {
    let isTaken = true
    const asked = serve({
      ...rest,
      'GET /users': { body: { items: [], next_cursor: null } },
    })
    const { page } = await mountPage(PeopleView)
    await settle()
    expect(page.text()).toContain('没有符合的人员')
    await button(page, '新增人员').trigger('click')
    await settle()
    const before = globalThis.fetch
    vi.stubGlobal('fetch', (url: string, init: RequestInit = {}) => {
      if (init.method !== 'PUT') return before(url, init)
      const taken = { ...problem(409, 'username_taken').body, fields: { username: ['taken'] } }
      const body = isTaken ? taken : { ...person(), one_time_password: 'abcd-efgh' }
      return Promise.resolve(new Response(JSON.stringify(body), { status: isTaken ? 409 : 201, headers: { 'Content-Type': 'application/json', [MARK]: '1' } }))
    })
    const [name, username] = document.querySelectorAll<HTMLInputElement>('.el-dialog input.plain-field')
    name!.value = '张三'
    name!.dispatchEvent(new Event('input'))
    username!.value = 'zhang'
    username!.dispatchEvent(new Event('input'))
    await settle()
    inDialog('保存').closest('form')!.dispatchEvent(new Event('submit'))
    await settle()
    expect(document.querySelector('.el-dialog [role=alert]')!.textContent).toContain('这个用户名已有人用')
    expect(username!.classList).toContain('wrong')
    isTaken = false
    inDialog('保存').closest('form')!.dispatchEvent(new Event('submit'))
    await settle()
    expect(document.body.textContent).toContain('abcd-efgh')
    expect(asked.filter(({ path }) => path.startsWith('/users')).length).toBeGreaterThan(1)
  })
})
