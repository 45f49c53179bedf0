import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { db, type Draft } from '@/core/db'
import * as position from '@/core/geo/position'
import { category } from '@/testing/fixtures'
import { freshPhone } from '@/testing/mount'
import { sweepPhotos } from '@/core/db/photos'
import { bodyOf, dropDraft, lackOf, newDraft, rowFor, saveFields, startDraft } from './draft'

const fix = { lon: 113.612, lat: 34.7481, accuracy_m: 8, heading: 90, at: '2026-11-23T06:05:00Z' }
const before = { sha256: 'a'.repeat(64), role: 'before' as const }
const after = { sha256: 'b'.repeat(64), role: 'after' as const }

function draft(over: Partial<Draft> = {}): Draft {
  return { ...newDraft('chief-id'), photos: [before], fix, category_code: '04-05', ...over }
}

beforeEach(() => freshPhone())
afterEach(() => vi.restoreAllMocks())

describe('the first photo', () => {
  it('gives the report its own time and place when it was just taken', async () => {
    const shutter = Date.now() - 9000
    const bestFix = vi.spyOn(position, 'bestFix').mockReturnValue(fix)
    const { draft: made } = await startDraft('chief-id', new File(['x'], 'image.jpg', { lastModified: shutter }))
    expect(made).toMatchObject({ fix, observed_at: new Date(shutter).toISOString() })
    expect(bestFix).toHaveBeenCalledWith(shutter)
  })

  it('from the album claims nothing about here and now', async () => {
    vi.spyOn(position, 'bestFix').mockReturnValue(fix)
    const { draft: made } = await startDraft('chief-id', new File(['x'], 'old.jpg', { lastModified: Date.parse('2008-10-22') }))
    expect(made).toMatchObject({ fix: null, is_from_before: true })
  })

  it('takes over what is given: kind and place of the last', async () => {
    const { draft: made } = await startDraft('chief-id', new Blob(['x']), { category_code: '04-06', place: { placed_by: 'segment', segment_id: 's' } })
    expect(await db.drafts.get(made.id)).toMatchObject({ category_code: '04-06', place: { segment_id: 's' }, photos: [{ role: 'before' }] })
  })
})

describe('a draft', () => {
  it('keeps what is written, and never writes over its photos', async () => {
    const { draft: made } = await startDraft('chief-id', new Blob(['x']))
    await saveFields({ ...made, photos: [], description: '三箱' })
    expect(await db.drafts.get(made.id)).toMatchObject({ description: '三箱', photos: [{ role: 'before' }] })
  })

  it('once sent is not written back', async () => {
    await saveFields(newDraft('chief-id'))
    expect(await db.drafts.count()).toBe(0)
  })

  it('thrown away comes back whole, photos and all', async () => {
    const { draft: made } = await startDraft('chief-id', new Blob(['x']))
    const undo = await dropDraft(made.id)
    await sweepPhotos()
    expect(await db.drafts.count()).toBe(0)
    await undo()
    const [back] = await db.drafts.toArray()
    expect(await db.photos.get(back!.photos[0]!.sha256)).toBeDefined()
  })
})

describe('what a report lacks', () => {
  it.each([
    ['photo', draft({ photos: [] })],
    ['photo', draft({ photos: [after] })],
    ['category', draft({ category_code: null })],
    ['place', draft({ fix: null })],
    ['after', draft({ self_handled: true })],
    [null, draft()],
    [null, draft({ fix: null, place: { placed_by: 'segment', segment_id: 's' } })],
    [null, draft({ self_handled: true, photos: [before, after] })],
  ])('%s', (lack, given) => {
    expect(lackOf(given)).toBe(lack)
  })
})

describe('the report sent', () => {
  it('carries the phone’s own fix with its accuracy and heading', () => {
    expect(bodyOf(draft())).toMatchObject({ placed_by: 'gps', location: { lon: 113.612, lat: 34.7481, accuracy_m: 8, heading: 90, datum: 'wgs84' }, source: 'patrol' })
  })

  it('prefers the place a person chose', () => {
    expect(bodyOf(draft({ place: { placed_by: 'map', lon: 1, lat: 2 } })).location).toEqual({ lon: 1, lat: 2, datum: 'wgs84' })
    const bySegment = bodyOf(draft({ place: { placed_by: 'segment', segment_id: 's' } }))
    expect([bySegment.segment_id, bySegment.location]).toEqual(['s', undefined])
  })

  it('leaves out empty words and an after photo nobody claims', () => {
    const body = bodyOf(draft({ description: '  ', photos: [before, after] }))
    expect([body.description, body.self_handled, body.photos]).toEqual([undefined, undefined, [before]])
  })

  it('looks in the list as it will: handled at once when cleared on the spot', () => {
    const row = rowFor(draft({ self_handled: true }), category(), { id: 's', name: '棉纺路' }, { id: 's', distance_m: 4, side: 'north' })
    expect(row).toMatchObject({ status: 'handled', segment_name: '棉纺路', side: 'north', thumb_sha256: before.sha256, number: null })
  })
})
