import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { MARK } from '@/core/api/answer'
import { loadDeskWords } from '@/core/i18n'
import { category, segment, whole } from '@/testing/fixtures'
import { button, freshPhone, mountPage, settle } from '@/testing/mount'
import { serve } from '@/testing/server'
import EntryView from './EntryView.vue'
import PlaceField from './PlaceField.vue'

vi.mock('@/core/ui/map', () => ({ MapView: { template: '<div />', render: () => null } }))

describe('entering a call', () => {
  beforeEach(async () => {
    await freshPhone()
    await loadDeskWords()
  })
  afterEach(() => vi.unstubAllGlobals())

  it('keeps everything without an answer and sends the same record again', async () => {
    let isAway = true
    const asked = serve({
      'GET /categories': { body: { items: [category()] } },
      'GET /road-segments': { body: { type: 'FeatureCollection', features: [segment] } },
    })
    const { page } = await mountPage(EntryView)
    await settle()
    expect(button(page, '登记').attributes('disabled')).toBeDefined()
    expect(page.text()).toContain('请选类别')
    page.findComponent({ name: 'ElSelect' }).vm.$emit('update:modelValue', '04-05')
    page.findComponent(PlaceField).vm.$emit('update:modelValue', { placed_by: 'segment', location: null, segment_id: 'segment-1' })
    await page.find('textarea').setValue('门口摆满货物')
    const puts: { path: string; json: unknown }[] = []
    const before = globalThis.fetch
    vi.stubGlobal('fetch', (url: string, init: RequestInit = {}) => {
      if (init.method !== 'PUT') return before(url, init)
      puts.push({ path: url, json: JSON.parse(String(init.body)) })
      if (isAway) return Promise.reject(new TypeError('Failed to fetch'))
      return Promise.resolve(new Response(JSON.stringify(whole()), { status: 201, headers: { 'Content-Type': 'application/json', [MARK]: '1' } }))
    })
    await page.find('form').trigger('submit')
    await settle()
    expect(page.find('[role=alert]').text()).toContain('不会重复')
    isAway = false
    await page.find('form').trigger('submit')
    await settle()
    expect(puts).toHaveLength(2)
    expect(puts[0]).toEqual(puts[1])
    expect(puts[0]!.json).toMatchObject({ source: 'hotline', category_code: '04-05', segment_id: 'segment-1', description: '门口摆满货物' })
    expect(page.text()).toContain('已登记：店外经营')
    expect((page.find('textarea').element as HTMLTextAreaElement).value).toBe('')
    expect(asked.length).toBeGreaterThan(0)
  })
})
