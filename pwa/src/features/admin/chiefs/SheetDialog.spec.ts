import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { loadDeskWords } from '@/core/i18n'
import { freshPhone, mountPage, settle } from '@/testing/mount'
import { serve } from '@/testing/server'
import FileField from '@/core/ui/FileField.vue'
import SheetDialog from './SheetDialog.vue'

const outcome = { dry_run: true, rows: 3, made: 1, changed: 0, unchanged: 2, errors: [] as object[] }
const wrong = { row: 4, column: '路段', value: '没有的路', code: 'unknown_segment', detail: 'no such segment' }
const take = () => [...document.querySelectorAll<HTMLButtonElement>('.el-dialog button')].find((one) => one.textContent?.includes('确认导入'))!

describe('importing appointments', () => {
  beforeAll(loadDeskWords)
  beforeEach(() => freshPhone())
  afterEach(() => vi.unstubAllGlobals())

  async function choose(errors: object[]) {
    const asked = serve({ 'POST /appointments/import': ({ path }) => ({ body: { ...outcome, dry_run: path.includes('true'), errors } }) })
    const { page } = await mountPage(SheetDialog)
    await settle()
    expect(take().disabled).toBe(true)
    page.findComponent(FileField).vm.$emit('choose', [new File(['x'], 'a.xlsx')])
    await settle()
    return { page, asked }
  }

  it('only looks first, then takes all of it', async () => {
    const { page, asked } = await choose([])
    expect(asked.map(({ path }) => path)).toEqual(['/appointments/import?dry_run=true'])
    expect(document.body.textContent).toContain('新增 1，修改 0，不变 2')
    take().click()
    await settle()
    expect(asked.at(-1)!.path).toBe('/appointments/import?dry_run=false')
    expect(page.emitted('saved')).toHaveLength(1)
  })

  it('names the wrong cell in words and takes nothing', async () => {
    await choose([wrong])
    expect(document.body.textContent).toContain('管辖范围内没有这个路段')
    expect(take().disabled).toBe(true)
  })
})
