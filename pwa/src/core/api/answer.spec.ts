import { describe, expect, it } from 'vitest'
import { read } from './answer'

const headers = (more: Record<string, string> = {}) => new Headers({ 'Content-Type': 'application/json', ...more })
const refusal = JSON.stringify({ status: 422, code: 'invalid', detail: '' })

describe('an answer is ours', () => {
  it.each([
    ['JSON of a 200', read(200, true, headers(), '{}'), true],
    ['a refusal with its code', read(422, true, headers({ 'Content-Type': 'application/problem+json' }), refusal), true],
    ['an empty 304', read(304, true, new Headers(), ''), true],
    ['an empty 204', read(204, true, new Headers(), ''), true],
    ['a portal’s page', read(200, true, headers({ 'Content-Type': 'text/html' }), '<html>'), false],
    ['a cut body', read(200, true, headers(), '{"id": '), false],
    ['what another address answered', read(200, false, headers(), '{}'), false],
    ['a firewall’s JSON without a code of ours', read(403, true, headers(), '{"error": "blocked"}'), false],
    ['a gateway’s JSON string', read(502, true, headers(), '"bad gateway"'), false],
    ['a gateway’s null', read(502, true, headers(), 'null'), false],
    ['a 204 with something in it', read(204, true, new Headers(), 'x'), false],
  ])('%s', (_, answer, isOurs) => {
    expect(answer.isOurs).toBe(isOurs)
  })
})

describe('how long the server asks to wait', () => {
  const wait = (more: Record<string, string>) => read(503, true, headers(more), refusal).retryAfter

  it('is read from seconds', () => {
    expect([wait({ 'Retry-After': '20' }), wait({ 'Retry-After': '0' }), wait({}), wait({ 'Retry-After': 'soon' })]).toEqual([20, 0, null, null])
  })

  it('is read from a date by the sender’s clock, not by the phone’s', () => {
    const sent = 'Mon, 23 Nov 2020 06:00:00 GMT'
    expect(wait({ Date: sent, 'Retry-After': 'Mon, 23 Nov 2020 06:02:00 GMT' })).toBe(120)
    expect(wait({ Date: sent, 'Retry-After': 'Mon, 23 Nov 2020 05:00:00 GMT' })).toBe(0)
  })
})
