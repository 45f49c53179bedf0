import { afterEach, describe, expect, it, vi } from 'vitest'
import { estimate, isOutOfRoom, mayShoot, noteReserve, room, setAside, useReserve } from './room'

const MB = 1024 * 1024
const phone = (storage: unknown) => vi.stubGlobal('navigator', { storage })
const granted = (usage: number, quota: number) => phone({ estimate: () => Promise.resolve({ usage, quota }) })

afterEach(() => vi.unstubAllGlobals())

describe('the room on the phone', () => {
  it.each([
    ['plenty', 10, 1000, [false, false]],
    ['soon full', 900, 1000, [true, false]],
    ['full', 990, 1000, [true, true]],
    ['used beyond what is granted', 1010, 1000, [true, true]],
  ])('is %s', async (_, used, quota, expected) => {
    granted(used * MB, quota * MB)
    const { isTight, isFull } = await estimate()
    expect([isTight, isFull]).toEqual(expected)
    expect(await mayShoot()).toBe(!isFull)
    expect(room.value.isFull).toBe(isFull)
  })

  it.each([
    ['says nothing', undefined],
    ['refuses to say', { estimate: () => Promise.reject(new Error('private window')) }],
    ['knows no limit', { estimate: () => Promise.resolve({ usage: 5 }) }],
  ])('lets one shoot where the browser %s', async (_, storage) => {
    phone(storage)
    expect(await mayShoot()).toBe(true)
    expect(room.value.quota).toBeNull()
  })
})

describe('the room set aside', () => {
  const full = Object.assign(new Error('full'), { name: 'QuotaExceededError' })
  /** The phone's own files, with one in them that takes what is written or does not. */
  const files = (write: () => Promise<void>) => {
    const writing = { write: vi.fn(write), close: () => Promise.resolve(), abort: () => Promise.resolve() }
    const file = { getFile: () => Promise.resolve({ size: 0 }), createWritable: () => Promise.resolve(writing) }
    const folder = { getFileHandle: () => Promise.resolve(file), removeEntry: vi.fn(() => Promise.resolve()) }
    Object.assign(navigator.storage, { getDirectory: () => Promise.resolve(folder) })
    return { written: writing.write, removed: folder.removeEntry }
  }
  afterEach(() => noteReserve(true))

  it('tells a full disk where the browser claims ten gigabytes', async () => {
    granted(5 * MB, 10_000 * MB)
    files(() => Promise.reject(full))
    noteReserve(await setAside())
    expect(await mayShoot()).toBe(false)
  })

  it('is set aside again as soon as there is room', async () => {
    granted(5 * MB, 10_000 * MB)
    const { written, removed } = files(() => Promise.resolve())
    await useReserve()
    expect([room.value.isFull, removed.mock.calls.length]).toEqual([true, 1])
    expect(await mayShoot()).toBe(true)
    expect(written).toHaveBeenCalledOnce()
  })

  it('is done without where it cannot be had', async () => {
    granted(5 * MB, 10_000 * MB)
    expect(await setAside()).toBe(true)
  })
})

it('knows a full disk however deep the reason lies', () => {
  const quota = Object.assign(new Error('full'), { name: 'QuotaExceededError' })
  expect([isOutOfRoom(quota), isOutOfRoom({ name: 'AbortError', inner: quota }), isOutOfRoom(new Error('other')), isOutOfRoom(null)]).toEqual([true, true, false, false])
})
