import { beforeEach, describe, expect, it } from 'vitest'
import { enqueueCall, orderCall, siteCall, type Ticks } from '@/core/outbox'
import type { SiteShop, WholeSession } from '@/features/today/types'
import { site, wholeSession } from '@/testing/cleanups-desk'
import { freshPhone } from '@/testing/mount'
import { entries, label, owner, set } from '@/testing/outbox'
import { foresee, foreseeShops } from './foresee'
import { pairsOf } from './pairs'

const KEPT = '2026-11-21T01:00:00.000Z'
const whole = (over: object = {}): WholeSession => wholeSession({ id: 's', sites: [site({ id: 't', ...over }), site({ id: 'other' })] })
const say = (act: Parameters<typeof siteCall>[2]['act'], json: object, of = '', thumb: string | null = null) => enqueueCall(owner, siteCall('s', 't', { act, json }, of), { ...label, thumb_sha256: thumb })
const seen = async (of = whole()) => foresee(of, await entries(), KEPT)
const here = async (of = whole()) => (await seen(of)).sites[0]!
const photo = (sha256: string, role: 'before' | 'after', pair: number) => ({ sha256, role, pair, taken_at: null, named_by_id: 'x', named_at: KEPT, present: true, ready: true })

beforeEach(() => freshPhone())

describe('what was done on this phone', () => {
  it('shows at its site before anybody has heard of it', async () => {
    await say('results', { version: 0, results: { bags: 12 } })
    const { sites } = await seen()
    expect(sites.map((one) => one.results)).toEqual([{ bags: 12 }, {}])
  })

  it('shows until an answer knows it', async () => {
    const seq = await say('results', { version: 0, results: { bags: 12 } })
    await set(seq, { state: 'received', received_at: '2026-11-21T01:00:01.000Z' })
    expect((await here()).results).toEqual({ bags: 12 })
    await set(seq, { received_at: '2026-11-21T00:59:59.000Z' })
    expect((await here(whole({ results: { bags: 20 } }))).results).toEqual({ bags: 20 })
  })

  it('has not happened while it needs the person', async () => {
    await set(await say('results', { version: 0, results: { bags: 12 } }), { state: 'needs_you' })
    expect((await here(whole({ results: { bags: 20 } }))).results).toEqual({ bags: 20 })
  })

  it('finishes the session, and nothing more is asked of it', async () => {
    await enqueueCall(owner, orderCall('s', { action_id: 'a', action: 'finish', version: 1 }), label)
    expect(await seen()).toMatchObject({ state: 'finished', allowed_actions: [] })
  })

  it('names cases found, and takes links back', async () => {
    const linked = { case_id: 'old', number: '7', status: 'closed', category_name: '占道', is_visible: true }
    await enqueueCall(owner, { ...siteCall('s', 't', { act: 'unlink' }, 'old'), act: 'link', path: '/x/cases/new' }, label)
    await say('unlink', {}, 'old')
    expect((await here(whole({ cases: [linked] }))).cases).toMatchObject([{ case_id: 'new', category_name: '店外经营', isPending: true }])
  })
})

describe('photos', () => {
  const pairs = async (of = whole()) => pairsOf((await here(of)).photos).map(({ before, after }) => [before?.sha256 ?? null, after?.sha256 ?? null])

  it('stand side by side by the server’s number', async () => {
    const photos = [photo('a', 'before', 1), photo('d', 'after', 2), photo('b', 'before', 2)]
    expect(await pairs(whole({ photos }))).toEqual([['a', null], ['b', 'd']])
  })

  it('taken here stand beside what they were taken for, sent or not', async () => {
    await say('photo', { role: 'before' }, 'b', 'b')
    await say('photo', { role: 'after', beside: 'b' }, 'd', 'd')
    await say('photo', { role: 'after', beside: 'a' }, 'c', 'c')
    expect(await pairs(whole({ photos: [photo('a', 'before', 1)] }))).toEqual([['a', 'c'], ['b', 'd']])
  })

  it('are shown once when the server knows them, and not at all when withdrawn', async () => {
    await say('photo', { role: 'before' }, 'a', 'a')
    await say('withdraw', { role: 'before' }, 'b')
    expect(await pairs(whole({ photos: [photo('a', 'before', 1), photo('b', 'before', 2)] }))).toEqual([['a', null]])
  })

  it('of two for one place none is lost', async () => {
    expect(await pairs(whole({ photos: [photo('a', 'before', 1), photo('b', 'before', 1), photo('c', 'after', 1)] }))).toEqual([['a', 'c'], ['b', null]])
  })
})

describe('shops', () => {
  const shop = (id: string, over: Partial<SiteShop> = {}): SiteShop => ({ id, name: id, kind: '', segment_id: null, is_ticked: false, is_signed_in: false, ...over })
  const tick = (took_part: string[], did_not: string[] = []) => say('ticks', { took_part, did_not } satisfies Ticks)

  it('are ticked at once, the last word holding', async () => {
    await set(await tick(['a', 'b']), { state: 'sending' })
    await tick(['c'], ['b'])
    const shown = foreseeShops([shop('a'), shop('b', { is_ticked: true }), shop('c'), shop('d', { is_ticked: true })], await entries(), 't', KEPT)
    expect(shown.map(({ is_ticked }) => is_ticked)).toEqual([true, false, true, true])
  })

  it('of another site stay as they are', async () => {
    await tick(['a'])
    expect(foreseeShops([shop('a')], await entries(), 'other', KEPT)[0]!.is_ticked).toBe(false)
  })
})
