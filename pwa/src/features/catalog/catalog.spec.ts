import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { category } from '@/testing/fixtures'
import { freshPhone, mountPage, settle } from '@/testing/mount'
import { serve } from '@/testing/server'
import CategoryPicker from './CategoryPicker.vue'
import { favourites, search } from './search'

const shop = category()
const stall = category({ code: '04-06', name: '占道经营', aliases: ['流动摊贩'], pinyin: 'zhandaojingying zdjy', rank: 2 })
const ads = category({ code: '02-01', name: '非法小广告', aliases: ['乱贴乱画'], pinyin: 'feifaxiaoguanggao ffxgg', rank: 3 })
const all = [ads, stall, shop]

describe('searching a kind', () => {
  it.each([
    ['by name', '店外', shop],
    ['by everyday word', '乱贴', ads],
    ['by initials', 'zdjy', stall],
    ['by full pinyin, in any case', 'Zhan Dao', stall],
    ['by the middle of the pinyin', 'xiaoguanggao', ads],
    ['by code', '04-05', shop],
  ])('%s', (_, words, found) => {
    expect(search(all, words)[0]).toBe(found)
  })

  it('prefers what begins so', () => {
    expect(search(all, '经营')).toHaveLength(2)
    expect(search([category({ name: '乱占道' }), stall], '占道')[0]).toBe(stall)
  })

  it('finds nothing rather than anything', () => {
    expect(search(all, '锅炉')).toEqual([])
  })
})

describe('the big buttons', () => {
  it('show the last used first, then the catalogue’s order', () => {
    expect(favourites(all, ['02-01', 'gone'], 3).map((one) => one.name)).toEqual(['非法小广告', '店外经营', '占道经营'])
  })
})

describe('the picker', () => {
  beforeEach(() => freshPhone())
  afterEach(() => vi.unstubAllGlobals())

  it('chooses with one tap, and keeps what was found by search among the buttons', async () => {
    const many = Array.from({ length: 8 }, (_, i) => category({ code: `01-0${i}`, name: `第${i}类`, rank: i, pinyin: `di${i}lei` }))
    serve({ 'GET /categories': { body: { items: many } } })
    let chosen: string | null = null
    const { page } = await mountPage(CategoryPicker, '/', undefined, { modelValue: null, 'onUpdate:modelValue': (code: string) => (chosen = code) })
    await settle()
    expect(page.findAll('[role=radio]')).toHaveLength(6)
    await page.findAll('[role=radio]')[1]!.trigger('click')
    expect(chosen).toBe('01-01')
    await page.setProps({ modelValue: '01-07' })
    expect(page.find('[role=radio]').text()).toBe('第7类')
    expect(page.find('[role=radio]').attributes('aria-checked')).toBe('true')
  })
})
