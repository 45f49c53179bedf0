import { describe, expect, it } from 'vitest'
import { segment } from '@/testing/fixtures'
import { site, wholeSession } from '@/testing/cleanups-desk'
import { bodyOf, copyInto, formOf, lackOf, newForm, siteAtPoint, siteOfRoad, siteOnSegment, withdrawnOf } from './session-form'

const form = () => formOf(wholeSession())

describe('a session being written', () => {
  it('goes out as it came in, with the version seen', () => {
    expect(bodyOf(form(), 3)).toEqual({
      series_id: 'series-1', held_on: '2026-11-21', starts_at: '08:30', ends_at: '10:30', note: '', version: 3,
      sites: [{ id: 'site-1', name: '棉纺路东段', segment_id: 'segment-1', lead_id: 'chief-id', helper_ids: [], planned: {} }],
    })
  })

  it('names the day of the plan only where it is held on another', () => {
    const afterwards = newForm('series-1', '2026-11-21')
    expect(bodyOf(afterwards)).not.toHaveProperty('planned_on')
    expect(bodyOf({ ...afterwards, held_on: '2026-11-22' })).toMatchObject({ planned_on: '2026-11-21', held_on: '2026-11-22' })
    expect(bodyOf(afterwards)).toMatchObject({ starts_at: null, ends_at: null })
    expect(bodyOf(afterwards)).not.toHaveProperty('version')
  })

  it('takes the sites of the last time as sites of its own', () => {
    const last = wholeSession({ sites: [site({ planned: { volunteer: 20 }, helpers: [{ id: 'h', name: '李四' }] }), site({ id: 'gone', is_withdrawn: true })] })
    const copied = copyInto(newForm('series-1', '2026-11-28'), last)
    expect(copied).toMatchObject({ held_on: '2026-11-28', starts_at: '08:30', note: '' })
    expect(copied.sites).toHaveLength(1)
    expect(copied.sites[0]).toMatchObject({ name: '棉纺路东段', planned: { volunteer: 20 }, helpers: [{ id: 'h' }] })
    expect(copied.sites[0]!.id).not.toBe('site-1')
    expect(last.sites[0]!.helpers).not.toBe(copied.sites[0]!.helpers)
  })

  it('keeps its own times when sites are copied later', () => {
    expect(copyInto({ ...newForm('s', '2026-11-28'), starts_at: '09:00' }, wholeSession())).toMatchObject({ starts_at: '09:00', ends_at: '10:30' })
  })

  it('offers withdrawn sites again, as the same sites', () => {
    const whole = wholeSession({ sites: [site(), site({ id: 'site-2', is_withdrawn: true })] })
    expect(formOf(whole).sites.map(({ id }) => id)).toEqual(['site-1'])
    expect(withdrawnOf(whole).map(({ id }) => id)).toEqual(['site-2'])
  })
})

describe('a site', () => {
  it('is on a segment, in a key area, or at a point', () => {
    const sites = [siteOnSegment(segment), siteOfRoad('road-1', '三四厂中街'), siteAtPoint(113.6, 34.7, '小广场')]
    const { sites: sent } = bodyOf({ ...form(), sites }) as { sites: Record<string, unknown>[] }
    expect(sent.map(({ segment_id, road_id, location }) => [segment_id, road_id, location])).toEqual([
      ['segment-1', undefined, undefined],
      [undefined, 'road-1', undefined],
      [undefined, undefined, { lon: 113.6, lat: 34.7, datum: 'wgs84' }],
    ])
    expect(sent.map(({ name }) => name)).toEqual([segment.properties.name, '三四厂中街', '小广场'])
  })

  it('plans no zeros, and nobody as lead and helper at once', () => {
    const one = { ...siteOfRoad('road-1', ' 三四厂中街 '), lead: { id: 'a', name: '甲' }, helpers: [{ id: 'a', name: '甲' }, { id: 'b', name: '乙' }], planned: { volunteer: 20, street_shop: 0 } }
    const { sites } = bodyOf({ ...form(), sites: [one] }) as { sites: Record<string, unknown>[] }
    expect(sites[0]).toMatchObject({ name: '三四厂中街', lead_id: 'a', helper_ids: ['b'], planned: { volunteer: 20 } })
  })
})

describe('what is missing', () => {
  it.each([
    [{ series_id: '' }, 'series'],
    [{ held_on: '' }, 'day'],
    [{ starts_at: '10:00', ends_at: '09:00' }, 'times'],
    [{ sites: [siteAtPoint(113.6, 34.7)] }, 'name'],
    [{ ends_at: '' }, null],
  ])('%j: %s', (over, lack) => {
    expect(lackOf({ ...form(), ...over })).toBe(lack)
  })
})
