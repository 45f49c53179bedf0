import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import type { CaseRow } from '@/core/api'
import { loadDeskWords } from '@/core/i18n'
import { row } from '@/testing/fixtures'
import { button, freshPhone, mountPage, settle } from '@/testing/mount'
import { serve } from '@/testing/server'
import { nothing } from './filters'
import { usePicking } from './picking'
import { useQueue } from './queue'
import QueueList from './QueueList.vue'
import { ROW } from './window'

const ranked = (size: number) => Array.from({ length: size }, (_, i) => row({ id: `c${i}`, number: `410102-20261123-${String(i).padStart(4, '0')}` }))

async function open(rows: CaseRow[], props: object = {}) {
  serve({
    'GET /cases': ({ path }) => {
      const search = new URLSearchParams(path.split('?')[1])
      const [from, limit] = [Number(search.get('offset') ?? 0), Number(search.get('limit'))]
      return { body: { items: rows.slice(from, from + limit), next_cursor: from + limit < rows.length ? 'more' : null, total: rows.length } }
    },
  })
  const scope = effectScope()
  const queue = scope.run(() => useQueue(() => nothing))!
  const picking = usePicking(queue)
  const { page } = await mountPage(QueueList, '/', '/:rest(.*)*', { queue, picking, selected: null, isFiltered: false, to: (id: string) => `/desk/cases/${id}`, ...props })
  await flushPromises()
  return { page, queue, picking }
}

describe('the list', () => {
  beforeAll(loadDeskWords)
  beforeEach(() => freshPhone())
  afterEach(() => {
    vi.unstubAllGlobals()
    document.body.innerHTML = ''
  })

  it('shows kind, place with its side, status and what is due', async () => {
    const due_at = new Date(Date.now() - 2 * 3600_000).toISOString()
    const { page } = await open([row({ status: 'assigned', due_at, light: 'red' }), row({ id: 'b', segment_name: null, side: null, status: 'reported' })])
    const [first, second] = page.findAll('li').map((one) => one.text())
    expect(first).toMatch(/店外经营.*棉纺路：百花路—工人路 · 北侧.*超期 2小时.*待处置/)
    expect(second).toMatch(/未定位.*已等/)
  })

  it('says why it is empty, and how to fill it', async () => {
    const { page } = await open([])
    expect(page.text()).toContain('还没有案件')
    await page.setProps({ isFiltered: true })
    expect(page.text()).toContain('符合当前条件的案件都处理完了')
    await button(page, '清除全部筛选').trigger('click')
    expect(page.emitted('clear')).toHaveLength(1)
  })

  it('offers to try again and keeps its rows when the server is away', async () => {
    const { page, queue } = await open([row()])
    serve({ 'GET /cases': 'no network' })
    await queue.refresh()
    await flushPromises()
    expect(page.find('[role=alert]').text()).toContain('网络不通')
    expect(page.findAll('li')).toHaveLength(1)
    const asked = serve({ 'GET /cases': { body: { items: [row()], next_cursor: null, total: 1 } } })
    await button(page, '重试').trigger('click')
    await flushPromises()
    expect(asked).toHaveLength(1)
    expect(page.find('[role=alert]').exists()).toBe(false)
  })

  it('draws of three thousand only what is in sight, each with its place in the whole', async () => {
    const { page } = await open(ranked(3000).slice(0, 900))
    expect(page.find('ol').attributes('style')).toContain(`height: ${900 * ROW}px`)
    const lines = page.findAll('li')
    expect(lines.length).toBeLessThan(60)
    expect(lines[3]!.attributes()).toMatchObject({ 'aria-setsize': '900', 'aria-posinset': '4' })
  })

  it('fetches what one scrolls to, with bones until it is there', async () => {
    const { page, queue } = await open(ranked(900))
    const list = page.find('.list').element
    list.scrollTop = 500 * ROW
    await page.find('.list').trigger('scroll')
    expect(page.findAll('li .bone, li.bone').length + page.findAll('.bone').length).toBeGreaterThan(0)
    await new Promise((done) => setTimeout(done, 90))
    await flushPromises()
    expect(queue.at(510)?.id).toBe('c510')
    expect(page.text()).not.toBe('')
    expect(page.findAll('li').some((line) => line.attributes('aria-posinset') === '511' && line.find('a').exists())).toBe(true)
  })

  it('keeps the open case on the page, and one stop for Tab', async () => {
    const { page } = await open(ranked(900), { selected: 'c2' })
    page.find('.list').element.scrollTop = 500 * ROW
    await page.find('.list').trigger('scroll')
    expect(page.find('[aria-current]').exists()).toBe(true)
    expect(page.findAll('a[tabindex="0"]')).toHaveLength(1)
    expect(page.findAll('input[tabindex="0"]')).toHaveLength(1)
  })

  it('keeps the row that has the focus, so that Home leads back from the end', async () => {
    const { page } = await open(ranked(900))
    page.findAll<HTMLElement>('a')[1]!.element.focus()
    page.find('.list').element.scrollTop = 500 * ROW
    await page.find('.list').trigger('scroll')
    expect(document.activeElement?.getAttribute('href')).toBe('/desk/cases/c1')
    ;(document.activeElement as HTMLElement).blur()
    await flushPromises()
    expect(page.findAll('a').some((one) => one.attributes('href') === '/desk/cases/c1')).toBe(false)
  })

  it('catches a focus that is nowhere, and leaves one that is somewhere', async () => {
    const { page } = await open(ranked(20), { selected: 'c2' })
    const { catchFocus } = page.vm as unknown as { catchFocus: () => Promise<void> }
    await catchFocus()
    expect(document.activeElement?.getAttribute('href')).toBe('/desk/cases/c2')
    page.findAll<HTMLElement>('input')[0]!.element.focus()
    await catchFocus()
    expect(document.activeElement?.tagName).toBe('INPUT')
  })

  it('turns by windows and to its ends', async () => {
    const { page } = await open(ranked(900))
    const box = page.find('.list').element
    Object.defineProperty(box, 'clientHeight', { value: 10 * ROW })
    Object.defineProperty(box, 'scrollHeight', { value: 900 * ROW })
    const { turn } = page.vm as unknown as { turn: (windows: number) => void }
    const tops = [1, 1, -1, Infinity, -Infinity].map((windows) => (turn(windows), box.scrollTop))
    expect(tops).toEqual([9 * ROW, 18 * ROW, 9 * ROW, 900 * ROW, 0])
  })

  it('brings the open case into sight, and the focus along only if it was in the list', async () => {
    const { page } = await open(ranked(100))
    await page.setProps({ selected: 'c40' })
    await settle()
    const list = page.find('.list').element
    expect(list.scrollTop).toBeGreaterThan(0)
    expect(document.activeElement).toBe(document.body)
    page.find<HTMLElement>('[aria-current]').element.focus()
    await page.setProps({ selected: 'c41' })
    await settle()
    expect(document.activeElement?.getAttribute('href')).toBe('/desk/cases/c41')
  })

  it('ticks by the box, by Space, and with Shift all between', async () => {
    const { page, picking } = await open(ranked(20))
    const box = (i: number) => page.findAll<HTMLInputElement>('input[type=checkbox]')[i]!
    await box(2).trigger('click')
    expect([...picking.rows.value.keys()]).toEqual(['c2'])
    await box(5).trigger('click', { shiftKey: true })
    await flushPromises()
    expect(picking.count.value).toBe(4)
    expect(box(4).element.checked).toBe(true)
    await page.findAll('a')[9]!.trigger('keydown', { key: ' ' })
    expect(picking.has('c9')).toBe(true)
    expect(box(2).attributes('aria-label')).toBe('选中 店外经营 410102-20261123-0002')
  })

  it('ticks what the mouse is drawn over', async () => {
    const { page, picking } = await open(ranked(20))
    const at = (type: string, rank: number) => window.dispatchEvent(new MouseEvent(type, { clientY: rank * ROW + 5, button: 0 }))
    page.findAll('.tick')[1]!.element.dispatchEvent(new MouseEvent('pointerdown', { clientY: ROW + 5, button: 0, bubbles: true }))
    at('pointermove', 6)
    await flushPromises()
    expect(picking.count.value).toBe(6)
    at('pointermove', 3)
    await flushPromises()
    at('pointerup', 3)
    expect([...picking.rows.value.keys()].sort()).toEqual(['c1', 'c2', 'c3'])
    at('pointermove', 15)
    await flushPromises()
    expect(picking.count.value).toBe(3)
  })

  it('shows all as ticked, and lets none go one by one, when the filter is meant', async () => {
    const { page, picking } = await open(ranked(20))
    picking.isAll.value = true
    await flushPromises()
    expect(page.findAll<HTMLInputElement>('input').every(({ element }) => element.checked && element.disabled)).toBe(true)
  })

  it('draws nothing for the first moments of waiting', async () => {
    vi.stubGlobal('fetch', () => new Promise(() => undefined))
    const queue = effectScope().run(() => useQueue(() => nothing))!
    const { page } = await mountPage(QueueList, '/', '/:rest(.*)*', { queue, picking: usePicking(queue), selected: null, isFiltered: false, to: () => '/' })
    expect(page.findAll('.bone')).toHaveLength(0)
    await new Promise((done) => setTimeout(done, 350))
    await settle()
    expect(page.findAll('.bone')).not.toHaveLength(0)
  })
})
