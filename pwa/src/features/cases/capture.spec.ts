import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '@/core/db'
import { sha256 } from '@/core/db/digest'
import * as position from '@/core/geo/position'
import * as door from '@/features/media/prepare'
import { BrokenPhoto, type Prepared } from '@/features/media/prepare'
import { freshPhone } from '@/testing/mount'
import { addPhoto, bare, putBack, SamePhoto, settled, shotOf, takeOut, takeUp } from './capture'
import { newDraft } from './draft'

const fix = { lon: 113.612, lat: 34.7481, accuracy_m: 8, heading: 90, at: '2026-11-23T06:05:00Z' }
const photo = (words: string, lastModified = Date.now()) => new File([words], 'image.jpg', { type: 'image/jpeg', lastModified })
const name = (words: string) => sha256(new TextEncoder().encode(words).buffer as ArrayBuffer)

/** What the worker would make of it. */
async function smaller(words: string, over: Partial<Prepared> = {}): Promise<Prepared> {
  const bytes = new TextEncoder().encode(`small ${words}`).buffer as ArrayBuffer
  return { bytes, type: 'image/jpeg', sha256: await sha256(bytes), original_sha256: await name(words), taken_at: null, lon: null, lat: null, ...over }
}
const makes = (made: Prepared | Error) => vi.spyOn(door, 'prepare').mockImplementation(() => (made instanceof Error ? Promise.reject(made) : Promise.resolve(made)))
const held = () => db.photos.toCollection().primaryKeys() as Promise<string[]>

let draft: ReturnType<typeof newDraft>
const row = async () => (await db.drafts.get(draft.id))!
beforeEach(async () => {
  await freshPhone()
  draft = newDraft('chief-id')
})
afterEach(() => vi.restoreAllMocks())

describe('a photo on its way into a report', () => {
  it('is stored untouched together with the draft, before anything is made of it', async () => {
    vi.spyOn(door, 'prepare').mockReturnValue(new Promise(() => undefined))
    await addPhoto(db.drafts, draft, photo('one'), 'before')
    expect((await row()).photos).toMatchObject([{ sha256: await name('one'), role: 'before', is_raw: true }])
    expect(await held()).toEqual([await name('one')])
  })

  it('is stored not at all when one of both finds no room', async () => {
    vi.spyOn(db.drafts, 'put').mockRejectedValue(Object.assign(new Error('full'), { name: 'QuotaExceededError' }))
    await expect(addPhoto(db.drafts, draft, photo('one'), 'before')).rejects.toThrow('full')
    expect(await held()).toEqual([])
  })

  it('finds the room that photos long arrived still take', async () => {
    await db.photos.put({ sha256: 'old', bytes: new ArrayBuffer(1), type: '', kept_at: '2026-01-01T00:00:00Z' })
    const put = db.drafts.put.bind(db.drafts)
    vi.spyOn(db.drafts, 'put').mockImplementationOnce(() => Promise.reject(Object.assign(new Error('full'), { name: 'QuotaExceededError' })) as never).mockImplementation(put)
    await addPhoto(db.drafts, draft, photo('one'), 'before')
    expect(await held()).toEqual([await name('one')])
  })

  it('gives way to its smaller copy, which says what the camera said', async () => {
    const made = await smaller('one', { taken_at: '2008-10-22T08:28:39.000Z', lon: 11.88, lat: 43.46 })
    makes(made)
    const { isMade } = await addPhoto(db.drafts, draft, photo('one'), 'before')
    await isMade
    expect((await row()).photos).toEqual([{
      sha256: made.sha256, original_sha256: await name('one'), role: 'before',
      taken_at: '2008-10-22T08:28:39.000Z', has_exif_time: true, lon: 11.88, lat: 43.46, has_exif_place: true,
    }])
    expect(await held()).toEqual([made.sha256])
  })

  it('is refused twice, also when the first is already smaller', async () => {
    makes(await smaller('one'))
    await (await addPhoto(db.drafts, draft, photo('one'), 'before')).isMade
    await expect(addPhoto(db.drafts, draft, photo('one'), 'near')).rejects.toThrow(SamePhoto)
  })

  it('leaves again when it is broken, and says so', async () => {
    makes(new BrokenPhoto())
    const { isMade } = await addPhoto(db.drafts, draft, photo('one'), 'before')
    await expect(isMade).rejects.toThrow(BrokenPhoto)
    expect(await db.drafts.count()).toBe(0)
  })

  it('being broken leaves what else was written', async () => {
    makes(new BrokenPhoto())
    const { isMade } = await addPhoto(db.drafts, { ...draft, description: '三箱' }, photo('one'), 'before')
    await expect(isMade).rejects.toThrow(BrokenPhoto)
    expect(await row()).toMatchObject({ photos: [], description: '三箱' })
  })

  it('goes up untouched when no smaller copy can be made or kept', async () => {
    makes(new Error('no memory'))
    await (await addPhoto(db.drafts, draft, photo('one'), 'before')).isMade
    expect((await row()).photos.map(bare)).toMatchObject([{ sha256: await name('one') }])
  })
})

describe('the smaller copy', () => {
  it('leaves alone what was sent or thrown away meanwhile', async () => {
    let done!: (made: Prepared) => void
    vi.spyOn(door, 'prepare').mockReturnValue(new Promise((resolve) => (done = resolve)))
    const { isMade } = await addPhoto(db.drafts, draft, photo('one'), 'before')
    await vi.waitFor(() => expect(done).toBeDefined())
    await db.drafts.delete(draft.id)
    done(await smaller('one'))
    await isMade
    expect([await held(), await db.drafts.count()]).toEqual([[await name('one')], 0])
  })

  it('does not take the untouched bytes from another draft', async () => {
    const other = newDraft('chief-id')
    vi.spyOn(door, 'prepare').mockReturnValue(new Promise(() => undefined))
    await addPhoto(db.drafts, other, photo('one'), 'before')
    const made = await smaller('one')
    makes(made)
    await (await addPhoto(db.drafts, draft, photo('one'), 'before')).isMade
    expect((await held()).sort()).toEqual([made.sha256, await name('one')].sort())
  })

  it('is made the next time when the browser was killed over it', async () => {
    const raw = await name('one')
    await db.photos.put({ sha256: raw, bytes: new TextEncoder().encode('one').buffer as ArrayBuffer, type: 'image/jpeg', kept_at: '' })
    await db.drafts.put({ ...draft, photos: [{ sha256: raw, role: 'before', is_raw: true }] })
    const made = await smaller('one')
    makes(made)
    await takeUp(db.drafts, await row())
    expect((await row()).photos).toEqual([{ sha256: made.sha256, original_sha256: raw, role: 'before' }])
  })

  it('is waited for before sending, but not for ever', async () => {
    vi.spyOn(door, 'prepare').mockReturnValue(new Promise(() => undefined))
    await addPhoto(db.drafts, draft, photo('one'), 'before')
    const begun = Date.now()
    await settled(draft.id, 50)
    expect(Date.now() - begun).toBeLessThan(1000)
    await settled('another')
  })
})

describe('what the phone says of a photo', () => {
  it('is its own clock and place, marked as such', async () => {
    vi.spyOn(position, 'bestFix').mockReturnValue(fix)
    await addPhoto(db.drafts, draft, photo('one', Date.now() - 3000), 'before')
    expect((await row()).photos[0]).toMatchObject({ lon: fix.lon, lat: fix.lat, has_exif_time: false, has_exif_place: false })
  })

  it.each([
    ['a position of a whole quarter', { ...fix, accuracy_m: 800 }, Date.now()],
    ['a picture from the album', fix, Date.parse('2008-10-22')],
  ])('is nothing for %s', async (_, found, at) => {
    vi.spyOn(position, 'bestFix').mockReturnValue(found)
    await addPhoto(db.drafts, draft, photo('one', at), 'before')
    expect((await row()).photos[0]!.lon).toBeUndefined()
  })

  it('counts from the file’s own time, which is never in the future', () => {
    const now = Date.parse('2026-11-23T06:05:00Z')
    expect(shotOf(photo('x', now - 20_000), now)).toEqual({ at: now - 20_000, isFresh: true })
    expect(shotOf(photo('x', now + 9000), now)).toEqual({ at: now, isFresh: true })
    expect(shotOf(photo('x', now - 180_000), now).isFresh).toBe(false)
    expect(shotOf(new Blob(['x']), now)).toEqual({ at: now, isFresh: true })
  })
})

it('taken out it can be put back', async () => {
  makes(new Error('as it is'))
  await (await addPhoto(db.drafts, draft, photo('one'), 'before')).isMade
  const gone = await takeOut(db.drafts, draft.id, await name('one'))
  expect((await row()).photos).toEqual([])
  await putBack(db.drafts, draft.id, gone!)
  expect((await row()).photos).toMatchObject([{ sha256: await name('one') }])
})
