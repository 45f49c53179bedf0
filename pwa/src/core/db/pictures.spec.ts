import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { freshPhone } from '@/testing/mount'
import { db } from '.'
import { hasPicture, keepPicture, keptPictureUrl, makeRoom, showPicturesTo, type Size } from './pictures'

const keep = (sha256: string, size: Size = 'thumb', bytes = 10, owner = 'me') => keepPicture({ owner, case_id: 'case-1', sha256, size, bytes: new ArrayBuffer(bytes) })
const used = (sha256: string, used_at: string) => db.pictures.update(['me', sha256, 'thumb'], { used_at })
const names = async () => (await db.pictures.toArray()).map(({ sha256 }) => sha256).sort()

beforeEach(async () => {
  showPicturesTo('me')
  await freshPhone()
})
afterEach(() => vi.restoreAllMocks())

it('gives the size wanted, or the other one to look at meanwhile', async () => {
  await keep('a', 'thumb')
  expect((await keptPictureUrl('a', 'thumb'))!.isWanted).toBe(true)
  expect((await keptPictureUrl('a', 'screen'))!.isWanted).toBe(false)
  await keep('b', 'screen')
  expect((await keptPictureUrl('b', 'thumb'))!.isWanted).toBe(true)
  expect(await keptPictureUrl('c', 'thumb')).toBeNull()
})

it('shows one person nothing that was kept for another', async () => {
  await keep('a', 'thumb', 10, 'another')
  expect([await keptPictureUrl('a', 'thumb'), await hasPicture('me', 'a', 'thumb')]).toEqual([null, false])
})

it('lets go of what was looked at longest ago, of this person alone', async () => {
  for (const name of ['a', 'b', 'c', 'd']) await keep(name, 'thumb', 100)
  await keep('theirs', 'thumb', 1000, 'another')
  await used('a', '2026-11-20T00:00:00Z')
  await used('b', '2026-11-01T00:00:00Z')
  await used('c', '2026-11-10T00:00:00Z')
  await makeRoom('me', 250)
  expect(await names()).toEqual(['a', 'd', 'theirs'])
})

it('remembers once a day that somebody looked', async () => {
  await keep('a')
  await used('a', '2026-11-01T00:00:00Z')
  await keptPictureUrl('a', 'thumb')
  await vi.waitFor(async () => expect((await db.pictures.toArray())[0]!.used_at > '2026-11-02').toBe(true))
})
