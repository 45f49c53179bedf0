import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h, reactive } from 'vue'
import { loadDeskWords } from '@/core/i18n'
import { freshPhone, mountPage, settle } from '@/testing/mount'
import { problem, serve } from '@/testing/server'
import { usePresence } from './presence'
import PresenceNote from './PresenceNote.vue'

const viewer = (name: string, is_acting = false) => ({ name, is_acting, since: '2026-11-23T08:00:00Z' })

async function sit(replies: Parameters<typeof serve>[0]) {
  const asked = serve(replies)
  const chair = reactive({ id: 'case-1' as string | null, isActing: false })
  const Seat = defineComponent(() => {
    const others = usePresence(() => chair.id, () => chair.isActing)
    return () => h(PresenceNote, { others: others.value })
  })
  const { page } = await mountPage(Seat)
  await settle()
  return { page, asked, chair }
}

describe('who has the same case open', () => {
  beforeEach(async () => {
    await freshPhone()
    await loadDeskWords()
  })
  afterEach(() => vi.unstubAllGlobals())

  it('is named, and louder when they are acting', async () => {
    let others = [viewer('王督导'), viewer('李督导')]
    const { page, chair } = await sit({ 'PUT /cases/case-1/presence': () => ({ body: { others } }) })
    expect(page.text()).toBe('王督导、李督导 也在看这件案卷')
    others = [viewer('王督导'), viewer('李督导', true)]
    chair.isActing = true
    await settle()
    expect(page.text()).toContain('李督导 正在处理')
    expect(page.text()).not.toContain('王督导')
  })

  it('is told of oneself as well, and that one has left', async () => {
    const { page, asked, chair } = await sit({
      'PUT /cases/case-1/presence': { body: { others: [] } },
      'PUT /cases/case-2/presence': { body: { others: [viewer('王督导')] } },
      'DELETE /cases/case-1/presence': { status: 204, body: null },
      'DELETE /cases/case-2/presence': { status: 204, body: null },
    })
    expect(page.text()).toBe('')
    chair.isActing = true
    await settle()
    expect(asked.at(-1)!.json).toEqual({ is_acting: true })
    chair.id = 'case-2'
    await settle()
    expect(page.text()).toContain('王督导')
    page.unmount()
    await settle()
    expect(asked.filter(({ method }) => method === 'DELETE').map(({ path }) => path)).toEqual(['/cases/case-1/presence', '/cases/case-2/presence'])
  })

  it('is not guessed at without an answer', async () => {
    let isAway = false
    const { page, chair } = await sit({ 'PUT /cases/case-1/presence': () => (isAway ? problem(503, 'busy') : { body: { others: [viewer('王督导')] } }) })
    expect(page.text()).toContain('王督导')
    isAway = true
    chair.isActing = true
    await settle()
    expect(page.text()).toBe('')
  })
})
