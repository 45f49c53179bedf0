import { beforeEach, expect, it } from 'vitest'
import { freshPhone } from '@/testing/mount'
import { db, type Draft } from '.'
import { keepPhoto, sha256, sweepPhotos } from './photos'

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

it('sweeps only what neither a draft nor the outbox needs', async () => {
  const kept = await keepPhoto(new Blob(['kept']))
  await keepPhoto(new Blob(['loose']))
  await db.drafts.put({ id: 'd', owner: 'me', photos: [{ sha256: kept, role: 'before' }], updated_at: '' } as unknown as Draft)
  await sweepPhotos()
  expect(await db.photos.toCollection().primaryKeys()).toEqual([kept])
})
