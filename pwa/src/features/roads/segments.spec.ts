import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createPinia, setActivePinia } from 'pinia'
import type { SegmentFeature } from '@/core/api'
import { segment } from '@/testing/fixtures'
import { freshPhone, mountPage, settle } from '@/testing/mount'
import { serve } from '@/testing/server'
import SegmentList from './SegmentList.vue'
import { useRoads } from './store'

const other: SegmentFeature = { ...segment, id: 'segment-2', properties: { ...segment.properties, name: '桐柏路：建设路—棉纺路' }, geometry: { type: 'MultiLineString', coordinates: [[[113.6, 34.74], [113.6, 34.75]]] } }
const features = (...some: SegmentFeature[]) => ({ body: { type: 'FeatureCollection', features: some } })
const replies = { 'GET /road-segments?chief=me': features(other), 'GET /road-segments': features(segment, other) }

beforeEach(() => freshPhone())
afterEach(() => vi.unstubAllGlobals())

it('names the segment, side included, without asking anybody', async () => {
  serve(replies)
  setActivePinia(createPinia())
  const roads = useRoads()
  await roads.load()
  vi.unstubAllGlobals()
  expect(roads.locate(113.612, 34.74805)).toMatchObject({ id: 'segment-1', side: 'north' })
  expect(roads.locate(113.5, 34.7)).toBeNull()
})

it('knows my segments again without a network', async () => {
  serve(replies)
  setActivePinia(createPinia())
  await useRoads().load()
  vi.unstubAllGlobals()
  setActivePinia(createPinia())
  const later = useRoads()
  await later.load()
  expect([later.mine.map(({ id }) => id), later.isStale]).toEqual([['segment-2'], true])
})

it('lists mine first and finds by name', async () => {
  serve(replies)
  const { page } = await mountPage(SegmentList)
  await useRoads().load()
  await settle()
  expect(page.findAll('li button > :first-child').map((one) => one.text())).toEqual(['桐柏路：建设路—棉纺路', '棉纺路：百花路—工人路'])
  await page.find('input').setValue('棉纺路：')
  expect(page.findAll('li')).toHaveLength(1)
})
