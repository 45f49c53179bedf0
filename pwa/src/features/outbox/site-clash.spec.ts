import { beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '@/core/db'
import { enqueueCall, kick, orderCall, sendFor, siteCall } from '@/core/outbox'
import { button, freshPhone, mountPage, settle } from '@/testing/mount'
import { entries, entryOf, label, owner, set } from '@/testing/outbox'
import { serve } from '@/testing/server'
import ClashPage from './ClashPage.vue'
import { itemOfEntry } from './export/items'
import OutboxPage from './OutboxPage.vue'

const place = { ...label, title: '成果', place: '棉纺路东段' }
const kinds = { body: { items: [{ code: 'bags', name: '垃圾', measure: '袋' }] } }
const stale = { status: 409, code: 'stale_version', detail: '' }

async function clash(): Promise<number> {
  const seq = await enqueueCall(owner, siteCall('s', 't', { act: 'results', json: { version: 0, results: { bags: 12 } }, words: '垃圾 12 袋' }), place)
  await set(seq, { state: 'needs_you', problem: stale, theirs: { results: { bags: 20 }, results_version: 3 } })
  return seq
}

async function open(seq: number) {
  const { page } = await mountPage(ClashPage, `/outbox/${(await entryOf(seq)).id}`, '/outbox/:id')
  await settle()
  return page
}

beforeEach(async () => {
  sendFor(null)
  vi.unstubAllGlobals()
  await freshPhone()
  serve({ 'GET /cleanup-result-kinds': kinds })
})

describe('two results of one site', () => {
  it('stand side by side', async () => {
    const page = await open(await clash())
    expect(page.find('tbody').text()).toMatch(/垃圾\s*12 袋\s*20 袋/)
  })

  it('mine hold when the person says so', async () => {
    const seq = await clash()
    await button(await open(seq), '用我填的').trigger('click')
    await settle()
    expect(await entryOf(seq)).toMatchObject({ state: 'waiting', body: { json: { version: 3, results: { bags: 12 } } } })
  })

  it('mine are given up when the person says so', async () => {
    await button(await open(await clash()), '用现在的').trigger('click')
    await settle()
    expect(await entries()).toEqual([])
  })
})

describe('on the outbox page', () => {
  it('what waits for a decision says so and leads to both', async () => {
    const seq = await clash()
    const { page } = await mountPage(OutboxPage)
    await settle()
    expect(page.text()).toContain('清扫 · 成果')
    expect(page.text()).toContain('别人刚改过这处的成果')
    expect(button(page, '看看两边的内容').attributes('href')).toBe(`/outbox/${(await entryOf(seq)).id}`)
    expect(button(page, '看这处清扫').attributes('href')).toBe('/cleanups/s/sites/t')
  })

  it('a session that was cancelled can no longer be finished, which is said', async () => {
    const seq = await enqueueCall(owner, orderCall('s', { action_id: 'a', action: 'finish', version: 1 }), place)
    await set(seq, { state: 'needs_you', problem: stale })
    const { page } = await mountPage(OutboxPage)
    await settle()
    expect(page.text()).toContain('已经是别的状态')
    expect(button(page, '看这处清扫').attributes('href')).toBe('/cleanups/s')
    expect(page.text()).not.toContain('看看两边的内容')
    await button(page, '放弃这条').trigger('click')
    await kick()
  })
})

it('is taken along in words', async () => {
  const entry = (await db.outbox.get(await clash()))!
  expect(itemOfEntry(entry, 'f')).toMatchObject({ kind: 'cleanup', act: 'cleanup', title: '成果', place: '棉纺路东段', words: '垃圾 12 袋' })
})
