import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/core/db'
import { freshPhone } from '@/testing/mount'
import { entryOf, move, owner, report, set, states } from '@/testing/outbox'
import { takeBack } from '.'
import { claim, nextEntry, nextWait, recover } from './queue'
import { LONGEST_MS, UNDO_MS } from './rules'

const NOW = 1_800_000_000_000
const DAY = 24 * 3600_000
const next = async () => (await nextEntry(owner, NOW))?.seq ?? null

beforeEach(() => freshPhone())

describe('next is', () => {
  it('the oldest', async () => {
    const first = await report('case-b')
    await report('case-a')
    expect(await next()).toBe(first)
  })

  it('nobody else’s', async () => {
    await report('case-1')
    expect(await nextEntry('somebody-else', NOW)).toBeNull()
  })

  it.each(['sending', 'needs_you', 'received'] as const)('not one that is %s', async (state) => {
    await set(await report('case-1'), { state })
    expect(await next()).toBeNull()
  })

  it('another case’s while the oldest backs off', async () => {
    await set(await report('case-1'), { next_try_at: NOW + 1000 })
    const second = await report('case-2')
    expect(await next()).toBe(second)
  })

  it.each([
    ['backs off', { next_try_at: NOW + 1000 }],
    ['waits for the person', { state: 'needs_you' }],
    ['may still be undone', { hold_until: NOW + 1000 }],
  ] as const)('never past an entry of the same case that %s', async (_, changes) => {
    await set(await report('case-1'), changes)
    await move('withdraw')
    expect(await next()).toBeNull()
  })

  it('not held up by a later entry of its case', async () => {
    const first = await move('take')
    await set(await move('handle'), { state: 'needs_you' })
    expect(await next()).toBe(first)
  })

  it('free again once what stood before it is gone', async () => {
    const first = await report('case-1')
    await set(first, { state: 'needs_you' })
    const second = await move('withdraw')
    await set(first, { state: 'received' })
    expect(await next()).toBe(second)
  })
})

describe('the clock', () => {
  it('put back by a day does not stall what it set', async () => {
    const seq = await report('case-1')
    await set(seq, { next_try_at: NOW + DAY, hold_until: NOW + DAY })
    expect([await next(), await nextWait(owner, NOW)]).toEqual([seq, 0])
  })

  it('is believed for as long as anybody may wait', async () => {
    await set(await report('case-1'), { next_try_at: NOW + LONGEST_MS })
    expect([await next(), await nextWait(owner, NOW)]).toEqual([null, LONGEST_MS])
  })

  it('counts the time to undo as well', async () => {
    await set(await report('case-1'), { hold_until: NOW + UNDO_MS })
    expect([await next(), await nextWait(owner, NOW)]).toEqual([null, UNDO_MS])
  })
})

describe('the next look', () => {
  it('is not needed for what waits for the person, nor for what follows it', async () => {
    await set(await report('case-1'), { state: 'needs_you' })
    await move('withdraw')
    expect(await nextWait(owner, NOW)).toBeNull()
  })

  it('is when the first may go', async () => {
    await set(await report('case-1'), { next_try_at: NOW + 9000 })
    await move('withdraw')
    await set(await report('case-2'), { next_try_at: NOW + 4000 })
    expect(await nextWait(owner, NOW)).toBe(4000)
  })
})

describe('undoing and sending', () => {
  it('exclude each other: whoever comes first has it', async () => {
    const [one, two] = [await report('case-1'), await report('case-2')]
    expect((await claim(one, NOW))?.seq).toBe(one)
    expect(await takeBack(one)).toBe('late')
    expect(await takeBack(two)).toEqual({ draft: 'case-2' })
    expect(await claim(two, NOW)).toBeNull()
  })

  it('exclude each other when both happen at once', async () => {
    for (let round = 0; round < 20; round++) {
      const seq = await report(`case-${round}`)
      const both = round % 2 ? [claim(seq, NOW), takeBack(seq)] : [takeBack(seq), claim(seq, NOW)]
      const results = await Promise.all(both)
      expect(results.filter((result) => result === 'late' || result === null)).toHaveLength(1)
    }
  })

  it('exclude each other after a kill too: what was once under way may have arrived', async () => {
    const seq = await report('case-1')
    await claim(seq, NOW)
    await recover(owner)
    expect((await entryOf(seq)).state).toBe('waiting')
    expect(await takeBack(seq)).toBe('late')
  })

  it('is not claimed while it may be undone, nor twice', async () => {
    const held = await report('case-1')
    await set(held, { hold_until: NOW + 1 })
    expect(await claim(held, NOW)).toBeNull()
    const seq = await report('case-2')
    await claim(seq, NOW)
    expect(await claim(seq, NOW)).toBeNull()
  })
})

it('what a killed tab was sending waits again, for its owner only', async () => {
  await set(await report('case-1'), { state: 'sending' })
  await db.outbox.add({ id: 'x', owner: 'somebody-else', case_id: 'c', state: 'sending', photos: [] } as never)
  await recover(owner)
  expect(await states()).toEqual(['waiting', 'sending'])
})
