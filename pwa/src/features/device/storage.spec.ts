import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '@/core/db'
import { keepPhoto } from '@/core/db/photos'
import { freshPhone, settle } from '@/testing/mount'
import { hasJustInstalled } from './install'
import { askWhenThereIsSomething } from './keeping'
import { askToKeep, heldHere, isPromised, makeRoom } from './storage'

beforeEach(() => freshPhone())
afterEach(() => vi.unstubAllGlobals())

const photo = (words: string) => keepPhoto(new Blob([words]))
const entry = async (state: string, words: string) =>
  db.outbox.add({ id: words, owner: 'me', case_id: words, state, photos: [await photo(words)] } as never)

describe('what lies here', () => {
  it('is what no server has: photos of what is being written, of unsent entries, and shared ones', async () => {
    await entry('waiting', '12345')
    await entry('received', 'received already')
    await db.drafts.put({ id: 'd', owner: 'another', photos: [{ sha256: await photo('123'), role: 'before' }], updated_at: '' } as never)
    await db.unfinished.put({ id: 'm', owner: 'me', photos: [{ sha256: await photo('1234'), role: 'after' }], updated_at: '' } as never)
    await db.shared.add({ bytes: new ArrayBuffer(2), type: '', name: '', shared_at: '' } as never)
    expect(await heldHere()).toEqual({ photos: 4, bytes: 14 })
  })
})

describe('making room', () => {
  it('takes what the server has, and never what it has not', async () => {
    await entry('received', 'twenty bytes of old.')
    await entry('needs_you', 'kept')
    await db.shared.add({ bytes: new ArrayBuffer(2), type: '', name: '', shared_at: '' } as never)
    expect(await makeRoom(Date.now() + 25 * 3600_000)).toBe(20)
    expect((await db.outbox.toArray()).map(({ state }) => state)).toEqual(['needs_you'])
    expect(await heldHere()).toEqual({ photos: 2, bytes: 6 })
  })

  it('takes cases looked at long ago, but neither work of anybody here nor what every day needs', async () => {
    const keep = (path: string, kept_at: string) => db.answers.put({ owner: 'me', path, data: { long: true }, etag: null, kept_at })
    const long = '2026-01-01T00:00:00Z'
    await Promise.all([keep('/cases/old', long), keep('/cases/mine', long), keep('/cases/new', '2026-11-20T00:00:00Z'), keep('/categories', long), keep('/cases/counts?by=segment', long)])
    await db.held.put({ owner: 'me', id: 'mine' } as never)
    expect(await makeRoom(Date.parse('2026-11-23T00:00:00Z'))).toBeGreaterThan(0)
    expect((await db.answers.toArray()).map(({ path }) => path).sort()).toEqual(['/cases/counts?by=segment', '/cases/mine', '/cases/new', '/categories'])
  })

  it('keeps the receipt a later step of the same case builds upon', async () => {
    await db.outbox.bulkAdd(['received', 'waiting'].map((state) => ({ id: state, owner: 'me', case_id: 'c', state, photos: [] })) as never)
    await makeRoom()
    expect(await db.outbox.count()).toBe(2)
  })
})

describe('the promise to keep it', () => {
  const browser = (persisted: boolean) => {
    const storage = { persisted: vi.fn(() => Promise.resolve(persisted)), persist: vi.fn(() => Promise.resolve(true)) }
    vi.stubGlobal('navigator', { storage })
    return storage
  }

  it('is asked for once, and only when not given yet', async () => {
    expect(await askToKeep()).toBe(null)
    const given = browser(true)
    expect(await askToKeep()).toBe(true)
    expect(given.persist).not.toHaveBeenCalled()
    const open = browser(false)
    expect([await isPromised(), await askToKeep()]).toEqual([false, true])
    expect(open.persist).toHaveBeenCalledOnce()
  })

  it('is asked for when the first report is kept, not before', async () => {
    const { persist } = browser(false)
    const stop = askWhenThereIsSomething()
    await settle()
    expect(persist).not.toHaveBeenCalled()
    await entry('waiting', 'first')
    await vi.waitFor(() => expect(persist).toHaveBeenCalledOnce())
    await entry('waiting', 'second')
    await settle()
    expect(persist).toHaveBeenCalledOnce()
    stop()
  })

  it('is asked for again when the app is installed', async () => {
    const { persist } = browser(false)
    const stop = askWhenThereIsSomething()
    hasJustInstalled.value = true
    await vi.waitFor(() => expect(persist).toHaveBeenCalledOnce())
    stop()
    hasJustInstalled.value = false
  })
})
