import { beforeEach, expect, it, vi } from 'vitest'
import { freshPhone } from '@/testing/mount'
import { db } from '.'
import { keepShared } from './shared'

beforeEach(() => freshPhone())

function form(...names: string[]): FormData {
  const made = new FormData()
  names.forEach((name) => made.append('photos', new File([`bytes of ${name}`], name, { type: 'image/jpeg' })))
  return made
}

it('keeps every picture with its bytes and its name, in the order given', async () => {
  expect(await keepShared(form('a.jpg', 'a.jpg', 'b.jpg'))).toBe(0)
  const kept = await db.shared.toArray()
  expect(kept.map(({ name }) => name)).toEqual(['a.jpg', 'a.jpg', 'b.jpg'])
  expect(new TextDecoder().decode(kept[2]!.bytes)).toBe('bytes of b.jpg')
})

it('takes neither words nor the empty file of an empty picker', async () => {
  const made = form()
  made.append('photos', 'words')
  made.append('photos', new File([], ''))
  made.append('title', 'a title')
  expect(await keepShared(made)).toBe(0)
  expect(await db.shared.count()).toBe(0)
})

it('counts what found no room, and keeps the rest', async () => {
  const add = db.shared.add.bind(db.shared)
  vi.spyOn(db.shared, 'add').mockImplementation((file) =>
    (file as { name: string }).name === 'big.jpg' ? (Promise.reject(new DOMException('', 'QuotaExceededError')) as never) : add(file))
  expect(await keepShared(form('a.jpg', 'big.jpg', 'c.jpg'))).toBe(1)
  expect((await db.shared.toArray()).map(({ name }) => name)).toEqual(['a.jpg', 'c.jpg'])
})
