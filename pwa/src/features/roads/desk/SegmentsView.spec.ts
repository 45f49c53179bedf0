import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { SegmentFeature } from '@/core/api'
import { loadDeskWords } from '@/core/i18n'
import { hush, toast } from '@/core/ui/toast'
import UnitSelect from '@/features/catalog/desk/UnitSelect.vue'
import { segment, session } from '@/testing/fixtures'
import { button, freshPhone, mountPage, settle } from '@/testing/mount'
import { problem, serve, type Asked, type Replies } from '@/testing/server'
import { within } from './choosing'
import SegmentsView from './SegmentsView.vue'

vi.mock('@/core/ui/map', () => ({ MapView: { name: 'MapView', props: ['segments', 'chosen'], emits: ['segment', 'moved'], render: () => null } }))

const other: SegmentFeature = { ...segment, id: 'segment-2', geometry: { type: 'MultiLineString', coordinates: [[[113.6, 34.76], [113.6, 34.77]]] } }
const admin = { ...session.user, roles: [{ role: 'admin' as const, unit_id: 'unit-1' }] }
const replies: Replies = {
  'GET /road-segments': { body: { type: 'FeatureCollection', features: [segment, other] } },
  'GET /roads': { body: { items: [] } },
  'GET /units': { body: { items: [{ id: 'unit-2', parent_id: null, kind: 'street_office', name: '林山寨街道', code: null }] } },
  'GET /departments': { body: { items: [] } },
  'GET /duties': { body: { items: [] } },
}
const acts = (asked: Asked[]) => asked.filter(({ method }) => method === 'POST').map(({ json }) => json as Record<string, unknown>)

async function open(more: Replies = {}) {
  const asked = serve({ ...replies, ...more })
  const mounted = await mountPage(SegmentsView)
  await settle()
  return { asked, ...mounted, map: mounted.page.findComponent({ name: 'MapView' }) }
}

describe('segments set many at a time', () => {
  beforeEach(async () => {
    await freshPhone(admin)
    await loadDeskWords()
    hush()
  })
  afterEach(() => vi.unstubAllGlobals())

  it('gives what was chosen in list and map to a unit in one act, and the same act when sent again', async () => {
    let isAway = true
    const { page, asked, map } = await open({
      'POST /road-segments/actions': () => (isAway ? 'no network' : { body: { action_id: 'x', changed: ['segment-1'], already: 1 } }),
    })
    await button(page, '批量设置').trigger('click')
    await settle()
    await page.find('tbody input[type=checkbox]').trigger('click')
    map.vm.$emit('segment', 'segment-2')
    await settle()
    expect(page.find('[role=status]').text()).toBe('已选 2 个路段')
    page.findComponent(UnitSelect).vm.$emit('update:modelValue', 'unit-2')
    await settle()
    await button(page, '划归该单位').trigger('click')
    await settle()
    expect(page.find('[role=alert]').exists()).toBe(true)
    isAway = false
    await button(page, '划归该单位').trigger('click')
    await settle()
    expect(acts(asked)[0]).toMatchObject({ action: 'set_unit', unit_id: 'unit-2', segment_ids: ['segment-1', 'segment-2'] })
    expect(acts(asked)[1]).toEqual(acts(asked)[0])
    expect(toast.value?.words).toBe('1 个路段已划归林山寨街道，另有 1 个本来就是')
    expect(page.find('[role=status]').text()).toBe('已选 0 个路段')
  })

  it('marks as key areas what the map shows', async () => {
    const { page, asked, map } = await open({ 'POST /road-segments/actions': { body: { action_id: 'x', changed: ['segment-2'], already: 0 } } })
    await button(page, '批量设置').trigger('click')
    map.vm.$emit('moved', 113.59, 34.755, 113.61, 34.78)
    await button(page, '选中地图范围内的').trigger('click')
    await button(page, '设为重点区域').trigger('click')
    await settle()
    expect(acts(asked)).toEqual([expect.objectContaining({ action: 'set_key_area', is_key_area: true, segment_ids: ['segment-2'] })])
  })

  it('says what was refused and keeps the choice', async () => {
    const { page } = await open({ 'POST /road-segments/actions': problem(403, 'outside_your_units') })
    await button(page, '批量设置').trigger('click')
    await button(page, '选中列出的 2 个').trigger('click')
    await button(page, '取消重点区域').trigger('click')
    await settle()
    expect(page.find('[role=alert]').exists()).toBe(true)
    expect(page.find('[role=status]').text()).toBe('已选 2 个路段')
  })

  it('is not offered to others, for whom a click opens the segment', async () => {
    await freshPhone({ ...admin, roles: [{ role: 'supervisor', unit_id: 'unit-1' }] })
    const { page, map, router } = await open()
    expect(page.text()).not.toContain('批量设置')
    map.vm.$emit('segment', 'segment-2')
    await settle()
    expect(router.currentRoute.value.path).toBe('/desk/segments/segment-2')
  })
})

it('finds segments in a box by their points', () => {
  expect(within([segment, other], [113.6, 34.74, 113.62, 34.75])).toEqual(['segment-1'])
  expect(within([segment, other], null)).toEqual([])
})
