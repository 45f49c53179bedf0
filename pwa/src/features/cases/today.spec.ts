import { beforeEach, describe, expect, it, vi } from 'vitest'
import { dayOf } from '@/features/today/days'
import type { SessionRow } from '@/features/today/types'
import { organiser, site, wholeSession } from '@/testing/cleanups-desk'
import { session } from '@/testing/fixtures'
import { freshPhone, mountPage, settle } from '@/testing/mount'
import { serve, type Replies } from '@/testing/server'
import TasksPage from './TasksPage.vue'

const me = { id: session.user.id, name: '张三' }
const held = { held_on: dayOf(Date.now()), state: 'under_way' as const }
const row = () => ({ ...wholeSession(held), sites: 1 }) as unknown as SessionRow
const answers = (items: SessionRow[]): Replies => ({
  'GET /cleanup-sessions': { body: { items } },
  'GET /cleanup-sessions/session-1': { body: wholeSession({ ...held, sites: [site({ name: '百花路口', lead: me })] }) },
})

async function open() {
  const { page } = await mountPage(TasksPage, '/tasks')
  return page
}

beforeEach(async () => {
  vi.unstubAllGlobals()
  await freshPhone()
})

describe('today’s cleanup among the tasks', () => {
  it('leads straight to the place where somebody stands', async () => {
    serve(answers([row()]))
    const page = await open()
    await settle()
    const link = page.find('.today .button')
    expect(link.text()).toContain('百花路口')
    expect(link.attributes('href')).toBe('/cleanups/session-1/sites/site-1')
  })

  it('keeps the room of that button until it is known where it leads', async () => {
    serve({ ...answers([row()]), 'GET /cleanup-sessions/session-1': 'no network' })
    const page = await open()
    const seen: string[] = []
    for (let i = 0; i < 60; i++) {
      await new Promise((resolve) => setTimeout(resolve, 5))
      seen.push(page.find('.today .button').exists() ? page.find('.today .button').attributes('href')! : '')
    }
    expect(seen).toContain('/cleanups/session-1')
    // Nobody has answered: the card itself leads there.
    expect(seen.at(-1)).toBe('')
  })

  it('holds the list back until it is known, so that nothing jumps', async () => {
    serve({ ...answers([]), 'GET /cleanup-sessions': { body: { items: [] } } })
    const page = await open()
    expect(page.text()).not.toContain('没有待办')
    await settle()
    expect(page.find('.today').exists()).toBe(false)
    expect(page.findComponent({ name: 'DataAge' }).exists()).toBe(true)
  })

  it('waits for no answer longer than a moment', async () => {
    serve({})
    vi.stubGlobal('fetch', () => new Promise(() => undefined))
    const page = await open()
    await settle()
    expect(page.findComponent({ name: 'DataAge' }).exists()).toBe(false)
    await vi.waitFor(() => expect(page.findComponent({ name: 'DataAge' }).exists()).toBe(true))
  })
})

describe('an organiser', () => {
  const other = (n: number) => ({ ...row(), id: `other-${n}`, series_name: `第${n}场` })
  /** Of the others nothing more is known than their rows. */
  const held = (own: SessionRow[], all: SessionRow[]) => ({
    'GET /cleanup-sessions': ({ path }) => ({ body: { items: path.includes('mine=true') ? own : all } }),
  }) satisfies Replies
  const cards = (page: Awaited<ReturnType<typeof open>>) => page.findAll('.today .what strong').map((one) => one.text().split(' · ')[0])
  const links = (page: Awaited<ReturnType<typeof open>>) => page.findAll('a[href="/cleanups"]').map((one) => one.text())

  beforeEach(() => freshPhone(organiser))

  it('has their own first, then what else the office holds today', async () => {
    const own = { ...row(), series_name: '自己的' }
    serve(held([own], [other(1), own, other(2)]))
    const page = await open()
    await settle()
    expect(cards(page)).toEqual(['自己的', '第1场', '第2场'])
    expect(links(page)).toEqual(['今日清扫'])
  })

  it('sees five, and where the others are', async () => {
    serve(held([], [1, 2, 3, 4, 5, 6].map(other)))
    const page = await open()
    await settle()
    expect(cards(page)).toHaveLength(5)
    expect(links(page)).toEqual(['今日清扫', '全部清扫活动'])
  })

  it('finds the cleanups on a day without one, from the first moment on', async () => {
    serve(held([], []))
    const page = await open()
    expect(links(page)).toEqual(['清扫活动'])
    await settle()
    expect(links(page)).toEqual(['清扫活动'])
  })
})

describe('a chief on a day without one', () => {
  const links = async (items: SessionRow[]) => {
    serve({ 'GET /cleanup-sessions': { body: { items } } })
    const page = await open()
    await settle()
    return page.findAll('a[href="/cleanups"]').map((one) => one.text())
  }

  it('is led to those of other days', async () => expect(await links([{ ...row(), held_on: '2026-01-03' }])).toEqual(['清扫活动']))
  it('is told nothing where there are none', async () => expect(await links([])).toEqual([]))
})
