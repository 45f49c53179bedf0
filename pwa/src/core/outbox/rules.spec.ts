import { describe, expect, it } from 'vitest'
import type { Answer } from '@/core/api/http'
import { backOff, judge, type Verdict } from './rules'

const answer = (status: number, body: unknown = {}, isOurs = true): Answer => ({ status, body, isOurs, isMarked: false, retryAfter: null, etag: null })
const anything = () => true

describe('what an answer means', () => {
  const table: [string, Answer | null, Verdict][] = [
    ['nobody answers', null, 'offline'],
    ['a captive portal says 200', answer(200, null, false), 'offline'],
    ['a proxy says 502 in HTML', answer(502, null, false), 'offline'],
    ['a proxy says 404 in HTML', answer(404, null, false), 'offline'],
    ['created', answer(201), 'done'],
    ['known already', answer(200), 'done'],
    ['a 204 nobody promised', answer(204, null), 'offline'],
    ['the log-in has ended', answer(401, { code: 'login_required' }), 'login'],
    ['the token is stale', answer(403, { code: 'csrf' }), 'csrf'],
    ['not allowed', answer(403, { code: 'forbidden' }), 'refused'],
    ['a new password comes first', answer(403, { code: 'password_change_required' }), 'later'],
    ['another’s photo is still on its way', answer(409, { code: 'photos_missing' }), 'later'],
    ['a server of another version', answer(404, { code: 'no_such_path' }), 'later'],
    ['the line spoilt our JSON', answer(422, { code: 'malformed_json' }), 'later'],
    ['the line spoilt our bytes', answer(422, { code: 'hash_mismatch' }), 'later'],
    ['time-out', answer(408), 'later'],
    ['too early', answer(425), 'later'],
    ['too many', answer(429), 'later'],
    ['our server is in trouble', answer(500), 'later'],
    ['our server is away', answer(503), 'later'],
    ['gone', answer(404), 'refused'],
    ['stale version', answer(409), 'refused'],
    ['too large', answer(413), 'refused'],
    ['lacks something', answer(422), 'refused'],
  ]

  it.each(table)('%s', (_, given, verdict) => {
    expect(judge(given, anything)).toBe(verdict)
  })

  it('believes no longer that it is the line when the same comes back again and again', () => {
    expect([5, 6].map((attempts) => judge(answer(422, { code: 'hash_mismatch' }), anything, attempts))).toEqual(['later', 'refused'])
  })

  it('believes no 200 that is not the receipt for what was sent', () => {
    expect(judge(answer(200, { id: 'another' }), (body) => (body as { id: string }).id === 'mine')).toBe('offline')
  })
})

describe('the back-off', () => {
  it('doubles', () => {
    expect([1, 2, 3, 4].map((attempts) => backOff(attempts, null, 1))).toEqual([2000, 4000, 8000, 16_000])
  })

  it('never exceeds five minutes', () => {
    expect(backOff(50, null, 1)).toBe(300_000)
    expect(backOff(1, 86_400, 1)).toBe(300_000)
  })

  it('waits as long as the server asks', () => {
    expect(backOff(1, 30, 1)).toBe(30_000)
  })

  it('spreads phones by up to a tenth', () => {
    expect(backOff(3, null, 0)).toBe(7200)
  })
})
