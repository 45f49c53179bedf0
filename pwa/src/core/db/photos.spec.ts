import { beforeEach, describe, expect, it } from 'vitest'
import { freshPhone } from '@/testing/mount'
import { db, type Draft } from '.'
import { keepPhoto, releasePhotos, sha256, sweepPhotos } from './photos'

beforeEach(() => freshPhone())

it('names bytes as everybody does', async () => {
  expect(await sha256(new TextEncoder().encode('abc').buffer as ArrayBuffer)).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
})

it('keeps two photos of the same file name apart, and the same photo once', async () => {
  const one = new File(['one'], 'image.jpg', { type: 'image/jpeg' })
  const two = new File(['two'], 'image.jpg', { type: 'image/jpeg' })
  await Promise.all([keepPhoto(one), keepPhoto(two), keepPhoto(one)])
  expect(await db.photos.count()).toBe(2)
})

const draftWith = (sha256: string) => ({ id: 'd', owner: 'me', photos: [{ sha256, role: 'before' }], updated_at: '' }) as unknown as Draft
const names = () => db.photos.toCollection().primaryKeys()
const tomorrow = () => Date.now() + 25 * 3600_000

it('sweeps only what neither a draft nor the outbox needs', async () => {
  const kept = await keepPhoto(new Blob(['kept']))
  await keepPhoto(new Blob(['loose']))
  await db.drafts.put(draftWith(kept))
  await sweepPhotos(tomorrow())
  expect(await names()).toEqual([kept])
})

it('sweeps nothing of today: a move may be just being written with it', async () => {
  await keepPhoto(new Blob(['of a sheet that is open']))
  await sweepPhotos()
  expect(await db.photos.count()).toBe(1)
})

describe('what has arrived', () => {
  const later = () => new Date(Date.now() + 1000).toISOString()
  const entry = (id: string, state: string, name: string) => db.outbox.add({ id, owner: 'me', case_id: id, state, photos: [name] } as never)

  it('is let go of', async () => {
    const name = await keepPhoto(new Blob(['one']))
    await entry('e', 'received', name)
    await releasePhotos([name], later())
    expect(await names()).toEqual([])
  })

  it('stays for another entry that waits with it', async () => {
    const name = await keepPhoto(new Blob(['one']))
    await entry('e', 'received', name)
    await entry('f', 'needs_you', name)
    await releasePhotos([name], later())
    expect(await names()).toEqual([name])
  })

  it('stays for a draft', async () => {
    const name = await keepPhoto(new Blob(['one']))
    await db.drafts.put(draftWith(name))
    await releasePhotos([name], later())
    expect(await names()).toEqual([name])
  })

  it('stays when it was chosen again since', async () => {
    const name = await keepPhoto(new Blob(['one']))
    await releasePhotos([name], '2020-01-01T00:00:00Z')
    expect(await names()).toEqual([name])
  })
})
