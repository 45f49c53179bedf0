import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { loadDeskWords } from '@/core/i18n'
import { button, freshPhone, mountPage, settle } from '@/testing/mount'
import { problem, serve, type Replies } from '@/testing/server'
import LevelsView from './LevelsView.vue'
import { swapped } from './order'

const [first, second, third] = [{ id: 'a', name: '一级路长', rank: 1 }, { id: 'b', name: '二级路长', rank: 2 }, { id: 'c', name: '三级路长', rank: 3 }]

async function open(more: Replies = {}) {
  const asked = serve({ 'GET /chief-levels': { body: { items: [first, second, third] } }, ...more })
  const { page } = await mountPage(LevelsView)
  await settle()
  return { page, puts: () => asked.filter(({ method }) => method === 'PUT').map(({ path, json }) => [path, json]) }
}

async function name(words: string): Promise<void> {
  const field = document.querySelector<HTMLInputElement>('.el-dialog input')!
  field.value = words
  field.dispatchEvent(new Event('input'))
  await settle()
  document.querySelector<HTMLFormElement>('.el-dialog form')!.dispatchEvent(new Event('submit'))
  await settle()
}

describe('levels of chiefs', () => {
  beforeAll(loadDeskWords)
  beforeEach(() => freshPhone())
  afterEach(() => {
    document.body.innerHTML = ''
    vi.unstubAllGlobals()
  })

  it('adds one below all others', async () => {
    const { page, puts } = await open()
    vi.spyOn(crypto, 'randomUUID').mockReturnValueOnce('0-0-0-0-0')
    await button(page, '新增级别').trigger('click')
    await settle()
    await name(' 四级路长 ')
    expect(puts()).toEqual([['/chief-levels/0-0-0-0-0', { name: '四级路长', rank: 4 }]])
  })

  it('renames one, and keeps the form when the name is taken', async () => {
    const { page, puts } = await open({ 'PUT /chief-levels/a': problem(409, 'already_taken') })
    await button(page, '修改').trigger('click')
    await settle()
    await name('总路长')
    expect(puts()).toEqual([['/chief-levels/a', { name: '总路长', rank: 1 }]])
    expect(document.querySelector('.el-dialog [role=alert]')).not.toBeNull()
  })

  it('is not left by Escape once something is typed', async () => {
    const { page } = await open()
    const escape = async () => {
      document.querySelector('.el-dialog')!.dispatchEvent(new KeyboardEvent('keydown', { code: 'Escape', key: 'Escape', bubbles: true }))
      await settle()
    }
    await button(page, '新增级别').trigger('click')
    await settle()
    const field = document.querySelector<HTMLInputElement>('.el-dialog input')!
    field.value = '四级'
    field.dispatchEvent(new Event('input', { bubbles: true }))
    await settle()
    await escape()
    expect(document.querySelector<HTMLInputElement>('.el-dialog input')!.value).toBe('四级')
  })

  it('moves one up', async () => {
    const { page, puts } = await open({ 'PUT /chief-levels/a': { body: first }, 'PUT /chief-levels/b': { body: second } })
    await button(page, '上移').trigger('click')
    await settle()
    expect(puts()).toEqual([['/chief-levels/b', { name: '二级路长', rank: 1 }], ['/chief-levels/a', { name: '一级路长', rank: 2 }]])
  })

  it('counts anew where ranks were the same or had gaps', () => {
    expect(swapped([{ ...first!, rank: 1 }, { ...second!, rank: 1 }, { ...third!, rank: 7 }], 1).map(({ id, rank }) => [id, rank])).toEqual([['a', 2], ['c', 3]])
  })
})
