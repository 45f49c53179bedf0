import { describe, expect, it } from 'vitest'
import { bodyOf, missing, newEntry } from './entry'

describe('an entry by hand', () => {
  it('says what is still missing, in the order of the form', () => {
    const entry = newEntry()
    expect(missing(entry)).toBe('kind')
    entry.category_code = '04-06'
    expect(missing(entry)).toBe('place')
    entry.place = { placed_by: 'segment', location: null, segment_id: 's' }
    expect(missing(entry)).toBeNull()
  })

  it('sends a clicked place as WGS-84 and no empty segment', () => {
    const entry = { ...newEntry('leader'), category_code: '04-06', description: ' 门前堆物 ' }
    entry.place = { placed_by: 'map', location: { lon: 113.6, lat: 34.7 }, segment_id: null }
    const body = bodyOf(entry)
    expect(body).toMatchObject({ source: 'leader', placed_by: 'map', location: { lon: 113.6, lat: 34.7, datum: 'wgs84' }, description: '门前堆物' })
    expect(body).not.toHaveProperty('segment_id')
  })

  it('is the same record however often it is sent', () => {
    const entry = newEntry()
    expect(bodyOf(entry)).toEqual(bodyOf(entry))
    expect(newEntry().id).not.toBe(entry.id)
  })
})
