import { describe, expect, it } from 'vitest'
import table from '../../../../tests/shared/nearest_cases.json'
import { fromWgs84, toWgs84, type Datum } from './datum'
import { measure, nearest, type Candidate, type Position } from './nearest'

describe('the table shared with the server', () => {
  it.each(table.nearest)('$name', ({ point, segments, limit_m, expected }) => {
    expect(nearest(point as unknown as Position, segments as unknown as Candidate[], limit_m)).toEqual(expected)
  })

  it.each(table.datums)('$datum at $wgs84', ({ datum, wgs84, shifted }) => {
    const back = toWgs84(shifted as unknown as Position, datum as Datum)
    const there = fromWgs84(wgs84 as unknown as Position, datum as Datum)
    for (const i of [0, 1] as const) {
      expect(back[i]).toBeCloseTo(wgs84[i]!, 9)
      expect(there[i]).toBeCloseTo(shifted[i]!, 9)
    }
  })
})

describe('a line without extent', () => {
  it('is never near', () => {
    expect(measure([113.6, 34.7], [[[113.6, 34.7], [113.6, 34.7]]]).distance_m).toBe(Infinity)
    expect(nearest([113.6, 34.7], [{ id: 'a', lines: [] }], 30)).toBeNull()
  })
})
