import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Component } from 'vue'
import type { Message } from '@/core/api'
import { loadDeskWords, setLanguage } from '@/core/i18n'
import { button, freshPhone, mountPage, settle } from '@/testing/mount'
import { problem, serve, type Asked, type Replies } from '@/testing/server'
import BellLink from './desk/BellLink.vue'
import MessagesView from './desk/MessagesView.vue'
import MessagesPage from './MessagesPage.vue'
import { kindOf, placeOf, sentenceOf } from './say'
import './words'

function message(over: Partial<Message> = {}): Message {
  return {
    id: '7', kind: 'assigned', made_at: '2026-11-23T06:05:04Z', read_at: null, case_id: 'case-1', case_number: '410102-20261123-0007', case_status: 'assigned',
    category_name: '店外经营', segment_name: '棉纺路：百花路—工人路', unit_name: '棉纺路街道', due_at: '2026-11-23T10:00:00Z', action: 'assign', actor_name: '李督导', note: '', to: null, ...over,
  }
}

const page = (items: Message[], next_cursor: string | null = null) => ({ body: { items, next_cursor } })
const count = (unread: number, is_capped = false) => ({ body: { unread, is_capped } })
let asked: Asked[] = []

async function open(component: Component, replies: Replies, at = '/messages') {
  asked = serve(replies)
  const { page: view, router } = await mountPage(component, at)
  await settle()
  return { view, router }
}
const sent = (method: string) => asked.filter((one) => one.method === method)

beforeEach(async () => {
  await freshPhone()
  await loadDeskWords()
  await setLanguage('zh')
})
afterEach(() => {
  document.body.innerHTML = ''
  vi.useRealTimers()
})

describe('a message', () => {
  it('says what happened, by whom and why', () => {
    expect(sentenceOf(message())).toBe('李督导派遣给您或您的部门')
    expect(sentenceOf(message({ kind: 'returned', action: 'return', note: '不归我们' }))).toBe('李督导回退：不归我们')
    expect(sentenceOf(message({ kind: 'due_soon', action: null }))).toBe('时限 11-23 18:00，请抓紧处置')
    expect(sentenceOf(message({ kind: 'overdue', action: null, to: 'supervisor' }))).toContain('请督导')
  })

  it('tells rework from what came back', () => {
    expect(kindOf(message({ kind: 'returned', action: 'verify_fail' }))).toBe('返工')
    expect(kindOf(message({ kind: 'returned', action: 'return' }))).toBe('回退')
  })

  it('says when nothing is left to be done', async () => {
    const items = [message(), message({ id: '6', case_status: 'closed' })]
    const { view } = await open(MessagesView, { 'GET /messages': page(items), 'GET /messages/unread': count(0) }, '/desk/messages')
    expect(view.findAll('.said').map((one) => one.text())).toEqual(['李督导派遣给您或您的部门', '李督导派遣给您或您的部门 · 已结案'])
  })

  it('names the office where there is no segment', () => {
    expect(placeOf(message({ segment_name: null }))).toBe('店外经营 · 未定位（棉纺路街道）')
  })
})

describe('the bell', () => {
  it('says how many wait, to the eye and to a reader', async () => {
    const { view } = await open(BellLink, { 'GET /messages/unread': count(3) })
    expect(view.get('a').attributes('aria-label')).toBe('消息，3 条未读')
    expect(view.get('.count').text()).toBe('3')
  })

  it('stops counting at a hundred and shows no nought', async () => {
    expect((await open(BellLink, { 'GET /messages/unread': count(100, true) })).view.get('.count').text()).toBe('100+')
    expect((await open(BellLink, { 'GET /messages/unread': count(0) })).view.find('.count').exists()).toBe(false)
  })

  it('asks every half minute, and goes on after nobody answered', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    asked = serve({ 'GET /messages/unread': () => (asked.length < 3 ? 'no network' : count(1)) })
    const { page: view } = await mountPage(BellLink)
    await flushPromises()
    for (let round = 0; round < 3; round++) {
      await vi.advanceTimersByTimeAsync(30_000)
      await flushPromises()
    }
    expect(asked).toHaveLength(4)
    expect(view.find('.count').text()).toBe('1')
    view.unmount()
    await vi.advanceTimersByTimeAsync(90_000)
    expect(asked).toHaveLength(4)
  })
})

describe('the list at the desk', () => {
  const replies = (): Replies => ({
    'GET /messages': page([message(), message({ id: '6', case_id: 'case-2', read_at: '2026-11-23T07:00:00Z' })]),
    'GET /messages/unread': count(1),
    'POST /messages/read': count(0),
  })

  it('leads to the case and marks what is opened, once', async () => {
    const { view, router } = await open(MessagesView, replies(), '/desk/messages')
    const [fresh, old] = view.findAll('.message')
    expect(fresh!.attributes('href')).toBe('/desk/cases/case-1')
    await fresh!.trigger('click')
    await old!.trigger('click')
    await settle()
    expect(sent('POST').map(({ json }) => json)).toEqual([{ ids: ['7'] }])
    expect(view.findAll('.fresh')).toHaveLength(0)
    expect(router.currentRoute.value.path).toBe('/desk/cases/case-2')
  })

  it('marks all up to the newest that is shown', async () => {
    const { view } = await open(MessagesView, replies(), '/desk/messages')
    await button(view, '全部标为已读').trigger('click')
    await settle()
    expect(sent('POST').map(({ json }) => json)).toEqual([{ up_to: '7' }])
    expect(view.findAll('.fresh')).toHaveLength(0)
  })

  it('asks for the unread alone, and says why there is nothing', async () => {
    const { view } = await open(MessagesView, { 'GET /messages': page([]), 'GET /messages/unread': count(0) }, '/desk/messages')
    expect(view.text()).toContain('还没有消息')
    await button(view, '未读').trigger('click')
    await settle()
    expect(asked.at(-1)!.path).toContain('unread=true')
    expect(view.text()).toContain('没有未读消息')
  })

  it('goes on to earlier ones', async () => {
    const { view } = await open(
      MessagesView,
      { 'GET /messages': ({ path }) => (path.includes('cursor=next') ? page([message({ id: '5' })]) : page([message()], 'next')), 'GET /messages/unread': count(0) },
      '/desk/messages',
    )
    await button(view, '再看更早的').trigger('click')
    await settle()
    expect(view.findAll('.message')).toHaveLength(2)
  })

  it('keeps what is unread when the server refuses', async () => {
    const { view } = await open(MessagesView, { ...replies(), 'POST /messages/read': problem(500, 'server_error') }, '/desk/messages')
    await button(view, '全部标为已读').trigger('click')
    await settle()
    expect(view.findAll('.fresh')).toHaveLength(1)
  })
})

describe('the page on the phone', () => {
  it('leads to the case on the phone', async () => {
    const { view } = await open(MessagesPage, { 'GET /messages': page([message()]), 'GET /messages/unread': count(1) })
    expect(view.get('.message').attributes('href')).toBe('/cases/case-1')
    expect(view.get('.visually-hidden').text()).toBe('未读')
  })

  it('says that it needs a network, and tries again when asked', async () => {
    let isUp = false
    const { view } = await open(MessagesPage, { 'GET /messages': () => (isUp ? page([message()]) : 'no network'), 'GET /messages/unread': 'no network' })
    expect(view.get('[role=alert]').text()).toContain('网络不通')
    isUp = true
    await button(view, '重试').trigger('click')
    await settle()
    expect(view.findAll('.message')).toHaveLength(1)
  })
})
