import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/core/db'
import { at, link, one, rows, tapped } from '@/testing/tally'
import { freshPhone } from '@/testing/mount'
import { adoptToken, fork, placeOf, storeTaps, sumOf, sweepTallies } from './store'

beforeEach(() => freshPhone())

describe('a tap', () => {
  it('opens a counter, counts, and rises', async () => {
    await tapped(at, 'volunteer', 'volunteer', 'party_member')
    expect(await one()).toMatchObject({ counts: { volunteer: 2, party_member: 1 }, seq: 3, sent_seq: 0, owner: at.owner, site_id: 'site-1', title: at.title, state: 'waiting' })
  })

  it('is taken back by a minus, which rises as well', async () => {
    await tapped(at, 'volunteer', '-volunteer')
    expect(await one()).toMatchObject({ counts: { volunteer: 0 }, seq: 2 })
  })

  it('never goes below nothing, and says nothing where it does nothing', async () => {
    await tapped(at, '-volunteer')
    expect(await rows()).toEqual([])
    await tapped(at, 'volunteer', '-volunteer', '-volunteer', 'volunteer')
    expect(await one()).toMatchObject({ counts: { volunteer: 1 }, seq: 3 })
  })

  it('goes no further than the server counts', async () => {
    await tapped(at, 'volunteer')
    await db.tallies.toCollection().modify({ counts: { volunteer: 100_000 } })
    await tapped(at, 'volunteer')
    expect(await one()).toMatchObject({ counts: { volunteer: 100_000 }, seq: 1 })
  })

  it('of two tabs at once adds to one counter', async () => {
    await Promise.all(Array.from({ length: 40 }, () => tapped(at, 'volunteer')))
    expect(await one()).toMatchObject({ counts: { volunteer: 40 }, seq: 40 })
  })

  it('counts for each person, each site and each way by itself', async () => {
    await tapped(at, 'volunteer')
    await tapped({ ...at, owner: 'another' }, 'volunteer')
    await tapped({ ...at, site_id: 'site-2' }, 'volunteer')
    await tapped(link, 'volunteer')
    expect((await rows()).map((row) => row.counts)).toEqual(Array(4).fill({ volunteer: 1 }))
  })

  it('remembers what categories were called, those of former days too', async () => {
    await tapped(at, 'volunteer')
    await tapped({ ...at, names: { party_member: '党员' } }, 'party_member')
    expect((await one()).names).toMatchObject({ volunteer: '志愿者', party_member: '党员' })
  })
})

describe('a counter that is somebody else’s as well', () => {
  it('leaves what was acknowledged, and takes along what was not', async () => {
    await tapped(at, 'volunteer', 'volunteer')
    await db.tallies.toCollection().modify({ sent_seq: 2, sent: { volunteer: 2 } })
    await tapped(at, 'volunteer', 'party_member')
    const before = await one()
    await fork(before.id)
    const [closed, open] = (await rows()).sort((a) => (a.is_closed ? -1 : 1))
    expect(closed).toMatchObject({ id: before.id, is_closed: true, counts: { volunteer: 2 }, seq: 2, sent_seq: 2 })
    expect(open).toMatchObject({ counts: { volunteer: 1, party_member: 1 }, seq: 1, sent_seq: 0, place: placeOf(at) })
    expect(open!.id).not.toBe(before.id)
  })

  it('is parted from once, however often that is said', async () => {
    await tapped(at, 'volunteer')
    const { id } = await one()
    await Promise.all([fork(id), fork(id), fork('nobody')])
    expect((await rows()).map(({ counts }) => sumOf(counts)).sort()).toEqual([0, 1])
  })

  it('needs no new one where nothing is left over, until somebody taps', async () => {
    await tapped(at, 'volunteer')
    await db.tallies.toCollection().modify({ sent_seq: 1, sent: { volunteer: 1 } })
    await fork((await one()).id)
    expect(await rows()).toHaveLength(1)
    await tapped(at, 'volunteer')
    expect((await rows()).map((row) => row.counts)).toEqual([{ volunteer: 1 }, { volunteer: 1 }])
  })
})

it('a new link brings along what the former could not', async () => {
  await storeTaps(link, [{ category: 'volunteer', by: 1 }])
  await storeTaps({ ...link, site_id: 'site-2' }, [{ category: 'volunteer', by: 1 }])
  await db.tallies.toCollection().modify({ state: 'needs_you', problem: { status: 403, code: 'link_revoked', detail: '' } })
  await adoptToken('site-1', 'new')
  expect((await rows()).map(({ site_id, token, state }) => [site_id, token, state]).sort()).toEqual([['site-1', 'new', 'waiting'], ['site-2', link.token, 'needs_you']])
})

it('after two months goes what has arrived, and nothing else', async () => {
  await tapped(at, 'volunteer')
  await tapped(link, 'volunteer')
  await db.tallies.where('place').equals(placeOf(at)).modify({ sent_seq: 1 })
  await sweepTallies(Date.now() + 59 * 24 * 3600_000)
  expect(await rows()).toHaveLength(2)
  await sweepTallies(Date.now() + 61 * 24 * 3600_000)
  expect((await rows()).map(({ owner }) => owner)).toEqual([null])
})
