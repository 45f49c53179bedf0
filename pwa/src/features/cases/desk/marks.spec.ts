import { describe, expect, it } from 'vitest'
import type { CaseFeatures } from '@/core/api'
import { marksOf, tonesOf } from './marks'

type Feature = CaseFeatures['features'][number]
type Marks = Feature['properties']

const words = { one: (code: string, status: string, light: string | null) => [code, status, light].join(' '), many: (count: number) => `${count}` }
const feature = (id: string | null, more: Partial<Marks>, coordinates: [number, number] = [113.61, 34.74]): Feature => ({
  type: 'Feature', id, geometry: { type: 'Point', coordinates }, properties: { count: 1, light: null, lights: {}, status: null, category_code: null, ...more },
})
const collection = (...features: Feature[]): CaseFeatures => ({ type: 'FeatureCollection', kind: 'cells', truncated: false, features })

describe('marks of the map', () => {
  it('are points where there is one case, and heaps where there are several', () => {
    const { points, cells } = marksOf(collection(
      feature('a', { status: 'reported', category_code: '04-05' }, [113.6, 34.7]),
      feature(null, { count: 12, light: 'yellow', lights: { yellow: 1, green: 3 } }),
    ), words)
    expect(points).toEqual([{ id: 'a', lon: 113.6, lat: 34.7, tone: 'yellow', words: '04-05 reported ' }])
    expect(cells).toEqual([{ lon: 113.61, lat: 34.74, count: 12, tone: 'yellow', words: '12' }])
  })

  it('draw what burns last, so that it lies on top', () => {
    const { points, cells } = marksOf(collection(
      feature('overdue', { status: 'assigned', light: 'red' }),
      feature('closed', { status: 'closed' }),
      feature('soon', { status: 'handling', light: 'yellow' }),
      feature('at work', { status: 'handling', light: 'green' }),
      feature(null, { count: 3, light: 'red' }),
      feature(null, { count: 2 }),
      feature(null, { count: 4, light: 'paused' }),
    ), words)
    expect(points.map(({ id }) => id)).toEqual(['closed', 'at work', 'soon', 'overdue'])
    expect(cells.map(({ tone }) => tone)).toEqual(['grey', 'grey', 'red'])
  })

  it('of an empty answer are none', () => {
    expect(marksOf(collection(), words)).toEqual({ points: [], cells: [] })
  })
})

it('streets are coloured by what is open on them, and unplaced cases colour none', () => {
  const count = (key: string | null, open: number, overdue: number) => ({ key, name: null, total: 9, open, overdue })
  const tones = tonesOf([count('a', 0, 0), count('b', 3, 0), count('c', 3, 1), count(null, 5, 5)])
  expect([...tones]).toEqual([['a', 'green'], ['b', 'yellow'], ['c', 'red']])
})
