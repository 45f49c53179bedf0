import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { MoveBody } from '@/core/api'
import { whole } from '@/testing/fixtures'
import { freshPhone } from '@/testing/mount'
import { entries, entryOf, flush, made, move, picture, report, sent, set, states } from '@/testing/outbox'
import { problem, serve } from '@/testing/server'
import { mayTakeBack, putOnTop, sendFor } from '.'
import { settle } from './receipt'

const ACTIONS = 'POST /cases/case-1/actions'
const stale = (stands: object) => ({ status: 409, body: { status: 409, code: 'stale_version', detail: '', case: stands } })

beforeEach(async () => {
  sendFor(null)
  vi.unstubAllGlobals()
  await freshPhone()
})

describe('a refusal', () => {
  it('keeps the entry with its words, and the rest goes on', async () => {
    await report('case-1')
    await report('case-2')
    const body = { status: 422, code: 'invalid', detail: 'words', fields: { category_code: ['no'], photos: ['no'] } }
    serve({ 'PUT /cases/case-1': { status: 422, body }, 'PUT /cases/case-2': made('case-2') })
    await flush()
    expect(await states()).toEqual(['needs_you', 'received'])
    expect((await entries())[0]!.problem).toEqual({ status: 422, code: 'invalid', detail: 'words', fields: ['category_code', 'photos'] })
  })

  it.each([[400, 'unheard_of'], [403, 'forbidden'], [404, 'case_not_found'], [409, 'move_not_allowed'], [413, 'too_large'], [422, 'move_incomplete']])(
    'of %i is for the person, and later steps of the case wait',
    async (status, code) => {
      await move('take')
      await move('handle')
      await report('case-2')
      const asked = serve({ [ACTIONS]: problem(status, code), 'PUT /cases/case-2': made('case-2') })
      await flush()
      expect(await states()).toEqual(['needs_you', 'waiting', 'received'])
      expect(sent(asked)).toEqual([ACTIONS, 'PUT /cases/case-2'])
    },
  )

  it('of a report that left nothing there lets it be written anew', async () => {
    const seq = await report('case-1')
    serve({ 'PUT /cases/case-1': problem(422, 'invalid') })
    await flush()
    expect(mayTakeBack(await entryOf(seq))).toBe(true)
  })

  it('because another stands under its name does not', async () => {
    const seq = await report('case-1')
    serve({ 'PUT /cases/case-1': problem(409, 'case_exists_with_other_body') })
    await flush()
    expect(mayTakeBack(await entryOf(seq))).toBe(false)
  })

  it.each([[415, 'photo_truncated'], [413, 'photo_too_large'], [415, 'photo_is_two_files']])('of a photo (%i %s) names it; the record has arrived', async (status, code) => {
    const a = await picture('a')
    const seq = await report('case-1', [a])
    serve({ 'PUT /cases/case-1': made('case-1'), [`PUT /photos/${a}`]: problem(status, code) })
    await flush()
    expect(await entryOf(seq)).toMatchObject({ state: 'needs_you', is_record_sent: true, problem: { code, photo: a } })
    expect(mayTakeBack(await entryOf(seq))).toBe(false)
  })
})

it('what another sender has finished meanwhile stays finished', async () => {
  const seq = await report('case-1')
  const entry = await entryOf(seq)
  await set(seq, { state: 'received' })
  for (const verdict of ['offline', 'later', 'refused', 'lost'] as const) await settle(entry, { verdict, answer: null })
  expect(await entryOf(seq)).toMatchObject({ state: 'received', problem: null, next_try_at: 0 })
})

describe('two versions of a case', () => {
  it('are both kept, for the person to judge', async () => {
    const seq = await move('verify_pass', 3)
    const stands = whole({ id: 'case-1', version: 6 })
    const asked = serve({ [ACTIONS]: stale(stands) })
    await flush()
    const entry = await entryOf(seq)
    expect([entry.state, entry.stands]).toEqual(['needs_you', stands])
    expect((entry.body as MoveBody).version).toBe(3)
    expect(asked).toHaveLength(1)
  })

  it('put together by the person go out once more as the same act', async () => {
    const seq = await move('verify_pass', 3)
    const { action_id } = (await entryOf(seq)).body as MoveBody
    serve({ [ACTIONS]: stale(whole({ id: 'case-1', version: 6 })) })
    await flush()
    await putOnTop(seq, 6)
    const asked = serve({ [ACTIONS]: { body: whole({ id: 'case-1', version: 7 }) } })
    await flush()
    expect(asked[0]!.json).toMatchObject({ version: 6, action_id })
    expect(await states()).toEqual(['received'])
  })

  it.each([
    ['the refusal brings none', problem(409, 'move_not_allowed')],
    ['it brings only a stub', stale({ id: 'case-1', status: 'closed', version: 6 })],
  ])('the server’s is fetched when %s', async (_, refusal) => {
    const seq = await move('verify_pass', 3)
    const stands = whole({ id: 'case-1', version: 6, status: 'closed' })
    serve({ [ACTIONS]: refusal, 'GET /cases/case-1': { body: stands } })
    await flush()
    expect((await entryOf(seq)).stands).toEqual(stands)
  })

  it('the server’s may be out of reach or out of sight: the entry is kept all the same', async () => {
    const seq = await move('verify_pass', 3)
    serve({ [ACTIONS]: problem(409, 'move_not_allowed'), 'GET /cases/case-1': 'no network' })
    await flush()
    expect(await entryOf(seq)).toMatchObject({ state: 'needs_you', stands: null, problem: { code: 'move_not_allowed' } })
  })

  it.each(['comment', 'sight'] as const)('do not matter to a %s: it goes on top', async (action) => {
    await move(action, 3, 'case-1', { note: 'still there' })
    const stands = whole({ id: 'case-1', version: 6, allowed_actions: ['comment', 'sight'] })
    const asked = serve({ [ACTIONS]: ({ json }) => ((json as MoveBody).version === 6 ? { body: whole({ id: 'case-1', version: 7 }) } : stale(stands)) })
    await flush()
    expect(asked.map(({ json }) => (json as MoveBody).version)).toEqual([3, 6])
    expect(await states()).toEqual(['received'])
  })

  it('matter to a sighting of a case that is over', async () => {
    await move('sight', 3, 'case-1', { note: 'still there' })
    serve({ [ACTIONS]: stale(whole({ id: 'case-1', version: 6, status: 'closed', allowed_actions: ['comment'] })) })
    await flush()
    expect(await states()).toEqual(['needs_you'])
  })
})

it('a check waits by itself for the other’s photo', async () => {
  const seq = await move('verify_pass')
  serve({ [ACTIONS]: problem(409, 'photos_missing') })
  await flush()
  expect(await entryOf(seq)).toMatchObject({ state: 'waiting', problem: { code: 'photos_missing' } })
  expect((await entryOf(seq)).next_try_at).toBeGreaterThan(Date.now())
})
