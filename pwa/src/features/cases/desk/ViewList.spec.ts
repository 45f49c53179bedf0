import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { loadDeskWords } from '@/core/i18n'
import { hush, toast } from '@/core/ui/toast'
import { button, freshPhone, mountPage } from '@/testing/mount'
import { nothing, toAddress, type Filters } from './filters'
import { useSavedViews } from './saved-views'
import ViewList from './ViewList.vue'

const filed = { ...nothing, status: ['filed' as const] }
const own = { ...nothing, q: '桐柏' }
const views = [
  { name: 'reported', filters: { ...nothing, status: ['reported' as const] }, count: '4' },
  { name: 'filed', filters: filed, count: '0' },
  { name: 'overdue', filters: { ...nothing, overdue: true }, count: '3', tone: 'red' as const },
  { name: 'all', filters: nothing, count: '' },
]
const road = (key: string, open: number, overdue = 0) => ({ key, name: `${key}路`, total: open, open, overdue })

async function open(props: object = {}) {
  const saved = useSavedViews('me')
  const given = { views, roads: [], filters: nothing, saved, savedCounts: {}, proposal: '', hasRoads: false, to: (some: Filters) => ({ path: '/desk/cases', query: toAddress(some) }), ...props }
  const { page } = await mountPage(ViewList, '/', '/desk/:rest(.*)*', given)
  return { page, saved }
}

describe('the views at the left', () => {
  beforeAll(loadDeskWords)
  beforeEach(async () => {
    await freshPhone()
    hush()
  })

  it('stand with their counts, and mark the one that is shown', async () => {
    const { page } = await open({ filters: filed })
    expect(page.findAll('a').map((one) => one.text())).toEqual(['待受理4', '待派遣0', '超期3', '全部案件'])
    expect(page.findAll('[aria-current]').map((one) => one.text())).toEqual([expect.stringContaining('待派遣')])
    expect(page.findAll('a')[2]!.classes()).toContain('red')
  })

  it('offer to keep a filter nobody has named yet, under words of its own', async () => {
    const { page, saved } = await open({ filters: own, proposal: '桐柏' })
    await button(page, '保存当前条件').trigger('click')
    await page.find('.naming input').setValue('桐柏的')
    await page.find('form').trigger('submit')
    expect(saved.views.value).toMatchObject([{ name: '桐柏的', query: `q=${encodeURIComponent('桐柏')}` }])
    expect(page.text()).toContain('桐柏的')
    expect(page.text()).not.toContain('保存当前条件')
  })

  it.each([['all', nothing], ['a view of everybody', filed]])('offer to keep nothing of %s', async (_name, filters) => {
    const { page } = await open({ filters })
    expect(page.text()).not.toContain('保存当前条件')
  })

  it('rename and delete what was kept, and bring it back', async () => {
    const saved = useSavedViews('me')
    const view = saved.add('旧名', own)!
    const { page } = await open({ saved, savedCounts: { [view.id]: '7' } })
    expect(page.text()).toMatch(/旧名\s*7/)
    await page.find('.edit').trigger('click')
    await page.find('.naming input').setValue('新名')
    await page.find('form').trigger('submit')
    expect(saved.views.value[0]!.name).toBe('新名')
    await page.find('.edit').trigger('click')
    await button(page, '删除').trigger('click')
    expect(saved.views.value).toEqual([])
    toast.value!.actions[0]!.run()
    expect(saved.views.value[0]!.name).toBe('新名')
  })

  it('leave a name as it was when one thinks better of it', async () => {
    const saved = useSavedViews('me')
    saved.add('旧名', own)
    const { page } = await open({ saved })
    await page.find('.edit').trigger('click')
    await page.find('.naming input').setValue('新名')
    await page.find('.naming').trigger('keydown', { key: 'Escape' })
    expect(saved.views.value[0]!.name).toBe('旧名')
    expect(page.find('.naming').exists()).toBe(false)
  })

  it('tell open cases by road once they are unfolded, the rest elsewhere', async () => {
    const roads = [road('a', 5, 2), ...Array.from({ length: 14 }, (_, i) => road(`r${i}`, 3)), road('quiet', 0)]
    const { page } = await open({ roads })
    expect(page.text()).not.toContain('a路')
    await page.find('.fold').trigger('click')
    expect(page.emitted('update:hasRoads')).toEqual([[true]])
    await page.setProps({ hasRoads: true })
    const links = page.findAll('a').map((one) => one.text())
    expect(links.filter((words) => words.includes('路')).length).toBe(13)
    expect(links.at(-1)).toBe('全部道路')
    expect(page.find('[title="其中超期 2 件"]').text()).toBe('5')
    expect(page.text()).not.toContain('quiet')
  })

  it('say so where no road has anything open', async () => {
    const { page } = await open({ hasRoads: true })
    expect(page.text()).toContain('没有在办案件')
  })
})
