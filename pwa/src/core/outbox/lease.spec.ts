import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '@/core/db'
import { freshPhone } from '@/testing/mount'
import { hold, LEASE_MS, underLease } from './lease'
import { alone, type Still } from './turn'

const NOW = 1_800_000_000_000
const DAY = 24 * 3600_000
const idle = async () => undefined

beforeEach(() => freshPhone())
afterEach(() => vi.unstubAllGlobals())

describe('the lease', () => {
  it('goes to one of many who want it at once', async () => {
    const got = await Promise.all(['a', 'b', 'c', 'd'].map((holder) => hold(holder, NOW)))
    expect(got.filter(Boolean)).toHaveLength(1)
  })

  it('lapses with a tab that died', async () => {
    await hold('dead', NOW)
    expect(await hold('other', NOW + LEASE_MS - 1)).toBe(false)
    expect(await hold('other', NOW + LEASE_MS)).toBe(true)
  })

  it('is not held for a day because the clock was put back', async () => {
    await hold('before', NOW + DAY)
    expect(await hold('after', NOW)).toBe(true)
  })

  it('is one’s own to renew', async () => {
    expect([await hold('a', NOW), await hold('a', NOW + 1000)]).toEqual([true, true])
  })
})

describe('under the lease', () => {
  it('one works, the other is told so and does not wait', async () => {
    const work = vi.fn(idle)
    await underLease(async () => expect(await underLease(work)).toBe(false))
    expect(work).not.toHaveBeenCalled()
    expect(await underLease(work)).toBe(true)
  })

  it('it is given back, also after a failure', async () => {
    await expect(underLease(() => Promise.reject(new Error('broken')))).rejects.toThrow()
    expect(await db.leases.count()).toBe(0)
  })

  it('whoever lost it knows before the next request, and takes it from nobody', async () => {
    await underLease(async (still) => {
      expect(await still()).toBe(true)
      await db.leases.update('outbox', { holder: 'another tab' })
      expect(await still()).toBe(false)
    })
    expect((await db.leases.get('outbox'))?.holder).toBe('another tab')
  })
})

describe('whose turn it is', () => {
  const locks = (lock: object | null) => ({ request: vi.fn((_name: string, _options: object, act: (lock: object | null) => unknown) => Promise.resolve(act(lock))) })

  it('the browser’s lock says, where there is one', async () => {
    const ours = locks({})
    vi.stubGlobal('navigator', { locks: ours })
    const work = vi.fn(async (still: Still) => expect(await still()).toBe(true))
    expect(await alone(work)).toBe(true)
    expect(work).toHaveBeenCalledOnce()
    expect(ours.request.mock.calls[0]!.slice(0, 2)).toEqual(['luzhang-outbox', { ifAvailable: true }])
    expect(await db.leases.count()).toBe(0)
  })

  it('and nobody works while another has it', async () => {
    vi.stubGlobal('navigator', { locks: locks(null) })
    const work = vi.fn(idle)
    expect(await alone(work)).toBe(false)
    expect(work).not.toHaveBeenCalled()
  })

  it('the lease says, where there is none', async () => {
    vi.stubGlobal('navigator', {})
    await alone(async () => expect(await db.leases.count()).toBe(1))
  })
})
