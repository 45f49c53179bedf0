import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { loadDeskWords } from '@/core/i18n'
import { NoAnswer } from '@/core/api'
import { row } from '@/testing/fixtures'
import { button, freshPhone, mountPage, settle } from '@/testing/mount'
import QueueList from './QueueList.vue'

const base = { rows: [], selected: null, isLoading: false, hasMore: false, problem: null, isFiltered: false, to: (id: string) => `/desk/cases/${id}` }

describe('the list', () => {
  beforeAll(loadDeskWords)
  beforeEach(async () => {
    await freshPhone()
    vi.stubGlobal('IntersectionObserver', class { observe() {} unobserve() {} disconnect() {} })
  })

  it('shows kind, place with its side, status and what is due', async () => {
    const due_at = new Date(Date.now() - 2 * 3600_000).toISOString()
    const { page } = await mountPage(QueueList, '/', '/:rest(.*)*', { ...base, rows: [row({ status: 'assigned', due_at, light: 'red' }), row({ id: 'b', segment_name: null, side: null, status: 'reported' })] })
    const [first, second] = page.findAll('li').map((one) => one.text())
    expect(first).toMatch(/店外经营.*棉纺路：百花路—工人路 · 北侧.*超期 2小时.*待处置/)
    expect(second).toMatch(/未定位.*已等/)
  })

  it('says why it is empty, and how to fill it', async () => {
    const { page } = await mountPage(QueueList, '/', '/:rest(.*)*', base)
    expect(page.text()).toContain('还没有案件')
    await page.setProps({ isFiltered: true })
    expect(page.text()).toContain('符合当前条件的案件都处理完了')
    await button(page, '清除全部筛选').trigger('click')
    expect(page.emitted('clear')).toHaveLength(1)
  })

  it('offers to try again and keeps its rows when the server is away', async () => {
    const { page } = await mountPage(QueueList, '/', '/:rest(.*)*', { ...base, rows: [row()], problem: new NoAnswer() })
    expect(page.find('[role=alert]').text()).toContain('网络不通')
    expect(page.findAll('li')).toHaveLength(1)
    await button(page, '重试').trigger('click')
    expect(page.emitted('retry')).toHaveLength(1)
  })

  it('draws nothing for the first moments of waiting', async () => {
    const { page } = await mountPage(QueueList, '/', '/:rest(.*)*', { ...base, isLoading: true })
    expect(page.findAll('.bone')).toHaveLength(0)
    await new Promise((done) => setTimeout(done, 350))
    await settle()
    expect(page.findAll('.bone')).not.toHaveLength(0)
  })
})
