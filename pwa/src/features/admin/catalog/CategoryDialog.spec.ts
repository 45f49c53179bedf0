import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { loadDeskWords } from '@/core/i18n'
import { category } from '@/testing/fixtures'
import { freshPhone, mountPage, settle } from '@/testing/mount'
import { serve } from '@/testing/server'
import CategoryDialog from './CategoryDialog.vue'

const field = (name: string) => document.querySelector<HTMLInputElement>(`.el-dialog [aria-label="${name}"]`)!

async function write(input: HTMLInputElement, value: string): Promise<void> {
  input.value = value
  input.dispatchEvent(new Event('input'))
  await settle()
}

describe('what makes a duplicate or a relapse', () => {
  beforeAll(loadDeskWords)
  beforeEach(() => freshPhone())
  afterEach(() => {
    document.body.innerHTML = ''
    vi.unstubAllGlobals()
  })

  async function open() {
    const asked = serve({ 'PUT /categories/k1': { body: category() } })
    await mountPage(CategoryDialog, '/', '/:rest(.*)*', { category: category({ duplicate_radius_m: 50, duplicate_hours: 24, relapse_days: 30 }), groups: ['街面秩序'] })
    await settle()
    const save = async () => {
      document.querySelector<HTMLFormElement>('.el-dialog form')!.dispatchEvent(new Event('submit'))
      await settle()
      return asked.at(-1)!.json
    }
    return { save }
  }

  it('says what lacks before a category can be saved', async () => {
    serve({})
    await mountPage(CategoryDialog, '/', '/:rest(.*)*', { category: null, groups: ['街面秩序'] })
    await settle()
    expect(document.querySelector('.el-dialog .ways')!.textContent).toContain('请先填好：名称、代码、大类')
    await write(document.querySelector<HTMLInputElement>('.el-dialog input.plain-field')!, '占道经营')
    expect(document.querySelector('.el-dialog .ways')!.textContent).toContain('请先填好：代码、大类')
  })

  it('is edited with the category', async () => {
    const { save } = await open()
    expect(field('疑似重复的距离（米）').value).toBe('50')
    await write(field('疑似重复的距离（米）'), '80')
    await write(field('复发的天数'), '14')
    expect(await save()).toMatchObject({ duplicate_radius_m: 80, duplicate_hours: 24, relapse_days: 14 })
  })

  it('stays as it was where a field is emptied', async () => {
    const { save } = await open()
    await write(field('疑似重复的时间（小时）'), '')
    expect(await save()).toMatchObject({ duplicate_hours: null })
  })
})
