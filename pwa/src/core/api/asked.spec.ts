import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { MARK } from './answer'
import { effectScope, nextTick, ref } from 'vue'
import { useAsked } from './asked'

function answers(bodies: Record<string, unknown>, delays: Record<string, number> = {}): void {
  vi.stubGlobal('fetch', async (address: string) => {
    const path = address.replace('/api/v1', '')
    await new Promise((done) => setTimeout(done, delays[path] ?? 0))
    const body = bodies[path]
    const status = body === undefined ? 404 : 200
    return new Response(JSON.stringify(body ?? { status, code: 'not_found', detail: '' }), {
      status,
      headers: { 'Content-Type': 'application/json', [MARK]: '1' },
    })
  })
}

async function settle(ms = 30): Promise<void> {
  await new Promise((done) => setTimeout(done, ms))
  await flushPromises()
}

describe('a question kept open', () => {
  afterEach(() => vi.unstubAllGlobals())

  it('shows the answer, and the refusal when there is one', async () => {
    answers({ '/a': 1 })
    const path = ref<string | null>('/a')
    const asked = effectScope().run(() => useAsked<number>(() => path.value))!
    expect(asked.isLoading.value).toBe(true)
    await settle()
    expect([asked.data.value, asked.problem.value, asked.isLoading.value]).toEqual([1, null, false])
    path.value = '/missing'
    await settle()
    expect(asked.data.value).toBeNull()
    expect(asked.problem.value).toMatchObject({ status: 404 })
  })

  it('keeps the newest answer, not the slowest', async () => {
    answers({ '/slow': 'old', '/fast': 'new' }, { '/slow': 40 })
    const path = ref<string | null>('/slow')
    const asked = effectScope().run(() => useAsked<string>(() => path.value))!
    await nextTick()
    path.value = '/fast'
    await settle(80)
    expect(asked.data.value).toBe('new')
  })

  it('asks nothing for null', async () => {
    answers({})
    const asked = effectScope().run(() => useAsked(() => null))!
    await settle()
    expect([asked.data.value, asked.problem.value]).toEqual([null, null])
  })
})
