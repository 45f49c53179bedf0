import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { MoveBody } from '@/core/api'
import { db } from '@/core/db'
import { freshPhone } from '@/testing/mount'
import { entries, entryOf, flush, made, move, owner, report, set, states } from '@/testing/outbox'
import { serve } from '@/testing/server'
import { asNewCase, countAfter, discard, putOnTop, replacePhoto, retry, retryAll, sendFor, takeBack } from '.'

const trouble = (status: number, code: string, more = {}) => ({ state: 'needs_you' as const, attempts: 3, is_tried: true, problem: { status, code, detail: '', ...more } })

beforeEach(async () => {
  sendFor(null)
  vi.unstubAllGlobals()
  await freshPhone()
})

describe('taking back', () => {
  it('makes a report a draft again', async () => {
    expect(await takeBack(await report('case-1'))).toEqual({ draft: 'case-1' })
    expect(await db.drafts.get('case-1')).toMatchObject({ category_code: '04-05', place: { placed_by: 'segment', segment_id: 's' } })
    expect([await db.cases.count(), await db.outbox.count(), await db.drafts.count()]).toEqual([0, 0, 1])
  })

  it('makes a move as if it had never been', async () => {
    expect(await takeBack(await move('handle'))).toBe('done')
    expect(await db.outbox.count()).toBe(0)
  })

  it.each([
    ['was tried', { is_tried: true }],
    ['was tried by an app of before', { is_tried: undefined, attempts: 1 }],
    ['is leaving', { state: 'sending' }],
    ['has arrived but for its photos', { is_record_sent: true }],
    ['has arrived', { state: 'received' }],
  ] as const)('comes too late for what %s', async (_, changes) => {
    const seq = await report('case-1')
    await set(seq, changes as object)
    expect(await takeBack(seq)).toBe('late')
    expect([await db.outbox.count(), await db.drafts.count()]).toEqual([1, 0])
  })

  it('begins at the end: not while later steps stand on it', async () => {
    const seq = await report('case-1')
    const later = await move('comment')
    expect(await takeBack(seq)).toBe('followed')
    await takeBack(later)
    expect(await takeBack(seq)).toEqual({ draft: 'case-1' })
  })

  it('is too late when it is gone', async () => {
    expect(await takeBack(999)).toBe('late')
  })
})

describe('trying again', () => {
  it('is at once, whatever it waited for', async () => {
    const seq = await report('case-1')
    await set(seq, { ...trouble(422, 'invalid'), next_try_at: 9e15, asked_until: 9e15, hold_until: 9e15 })
    await retry(seq)
    expect(await entryOf(seq)).toMatchObject({ state: 'waiting', next_try_at: 0, asked_until: 0, hold_until: 0, problem: null, is_tried: true })
  })

  it('changes nothing about what is leaving or has arrived', async () => {
    const [one, two] = [await report('case-1'), await report('case-2')]
    await set(one, { state: 'sending' })
    await set(two, { state: 'received' })
    await retry(one)
    await retryAll(owner)
    await retry(two)
    expect(await states()).toEqual(['sending', 'received'])
  })

  it('of all leaves what needs a decision of its own, and other people’s', async () => {
    const [backing, refused, clash, broken] = [await report('case-1'), await report('case-2'), await move('take', 4, 'case-3'), await report('case-4', ['p'])]
    await set(backing, { next_try_at: 9e15 })
    await set(refused, trouble(422, 'invalid'))
    await set(clash, trouble(409, 'stale_version'))
    await set(broken, trouble(415, 'photo_truncated', { photo: 'p' }))
    await db.outbox.add({ id: 'x', owner: 'somebody-else', case_id: 'c', state: 'needs_you', photos: [], next_try_at: 5 } as never)
    await retryAll(owner)
    expect(await states()).toEqual(['waiting', 'waiting', 'needs_you', 'needs_you', 'needs_you'])
    expect((await entryOf(backing)).next_try_at).toBe(0)
  })

  it('on top takes a new number for a step whose number was used', async () => {
    const seq = await move('take', 4)
    const before = (await entryOf(seq)).body as MoveBody
    await set(seq, trouble(409, 'action_id_reused'))
    await putOnTop(seq, 9)
    const after = (await entryOf(seq)).body as MoveBody
    expect([after.version, after.action_id === before.action_id]).toEqual([9, false])
  })
})

describe('as a case of its own', () => {
  it('a report gets a new name, and what followed goes along', async () => {
    const seq = await report('case-1')
    await move('comment')
    await set(seq, trouble(409, 'case_exists_with_other_body'))
    const id = (await asNewCase(seq))!
    expect((await entries()).map((entry) => [entry.case_id, entry.state])).toEqual([[id, 'waiting'], [id, 'waiting']])
    expect(await db.cases.toCollection().primaryKeys()).toEqual([id])
    const asked = serve({ [`PUT /cases/${id}`]: made(id) })
    await flush()
    expect(asked[0]!.path).toBe(`/cases/${id}`)
  })

  it('only a refused report', async () => {
    expect([await asNewCase(await report('case-1')), await asNewCase(await move('take'))]).toEqual([null, null])
  })
})

describe('giving up', () => {
  it('takes with a report the server does not know all that followed on it', async () => {
    const seq = await report('case-1')
    await move('comment')
    await report('case-2')
    expect(await countAfter(await entryOf(seq))).toBe(1)
    await discard(seq)
    expect((await entries()).map((entry) => entry.case_id)).toEqual(['case-2'])
    expect(await db.cases.toCollection().primaryKeys()).toEqual(['case-2'])
  })

  it('a move leaves its case and the later steps', async () => {
    await report('case-1')
    const seq = await move('take')
    await move('comment')
    await discard(seq)
    expect((await entries()).map((entry) => (entry.body as MoveBody).action)).toEqual([undefined, 'comment'])
    expect(await db.cases.count()).toBe(1)
  })

  it('a report that has arrived leaves the case', async () => {
    const seq = await report('case-1', ['p'])
    await set(seq, { ...trouble(415, 'photo_truncated', { photo: 'p' }), is_record_sent: true })
    await discard(seq)
    expect([await db.outbox.count(), await db.cases.count()]).toEqual([0, 1])
  })

  it('is not for what is leaving this moment', async () => {
    const seq = await report('case-1')
    await set(seq, { state: 'sending' })
    await discard(seq)
    expect(await db.outbox.count()).toBe(1)
  })
})

describe('a photo that will never arrive', () => {
  async function broken(): Promise<number> {
    const seq = await report('case-1', ['good', 'bad'])
    await set(seq, { ...trouble(415, 'photo_truncated', { photo: 'bad' }), is_record_sent: true, photos_sent: ['good'], made_version: 1 })
    return seq
  }

  it('is left out, and the case is told', async () => {
    const seq = await broken()
    await replacePhoto(seq, 'bad', null, '照片损坏')
    const [mine, told] = await entries()
    expect(mine).toMatchObject({ state: 'waiting', photos: ['good'] })
    expect(told!.body).toMatchObject({ action: 'comment', version: 1, note: '照片损坏', drop_photos: ['bad'] })
    expect(told!.photos).toEqual([])
  })

  it('is replaced by another', async () => {
    await replacePhoto(await broken(), 'bad', { sha256: 'new', role: 'before' }, '换了一张')
    const [, told] = await entries()
    expect(told!.body).toMatchObject({ drop_photos: ['bad'], photos: [{ sha256: 'new', role: 'before' }] })
    expect(told!.photos).toEqual(['new'])
  })

  it('lets the entry end', async () => {
    await replacePhoto(await broken(), 'bad', null, '照片损坏')
    serve({ 'POST /cases/case-1/actions': { body: { ...made('case-1').body, version: 2 } } })
    await flush()
    expect(await states()).toEqual(['received', 'received'])
  })

  it('is nothing to decide while the record itself has not arrived', async () => {
    const seq = await report('case-1', ['bad'])
    await set(seq, trouble(422, 'invalid'))
    await replacePhoto(seq, 'bad', null, '')
    expect(await entries()).toMatchObject([{ photos: ['bad'] }])
  })
})
