import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { session } from '@/testing/fixtures'
import { problem, serve } from '@/testing/server'
import { ApiProblem, get, getIfChanged, NoAnswer, post, query, setToken, whenLoggedOut } from '.'
import { useProblemWords } from '@/core/ui/problem'
import { MARK } from './answer'
import { isFaulty } from './fault'
import { renewToken, whenStranger } from './http'

beforeEach(() => setToken('token-0'))
afterEach(() => vi.unstubAllGlobals())

describe('a request', () => {
  it('carries the token only when it changes something', async () => {
    const asked = serve({ 'GET /cases': { body: {} }, 'POST /cases/1/seen': { body: {} } })
    await get('/cases')
    await post('/cases/1/seen', { version: 1 })
    expect(asked.map(({ headers }) => headers['X-CSRF-Token'])).toEqual([undefined, 'token-0'])
  })

  it('tells a proxy’s word of a server in trouble from no network', async () => {
    serve({ 'GET /a': { status: 502, type: 'text/html', body: '<h1>Bad Gateway</h1>' }, 'GET /b': { type: 'text/html', body: '<h1>Log in</h1>' }, 'GET /c': 'no network' })
    const seen: [string, boolean][] = []
    for (const path of ['/a', '/b', '/c']) {
      const error: unknown = await get(path).catch((one: unknown) => one)
      seen.push([useProblemWords()(error), isFaulty.value])
    }
    expect(seen).toEqual([['服务器暂时出错。已写的内容都还在，请稍后再试。', true], ['网络不通。已写的内容都还在，恢复后可继续。', false], ['网络不通。已写的内容都还在，恢复后可继续。', false]])
  })

  it('says when nobody has touched the screen for a minute', async () => {
    const asked = serve({ 'GET /cases': { body: {} } })
    const clock = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 61_000)
    await get('/cases')
    dispatchEvent(new Event('pointerdown'))
    await get('/cases')
    expect(asked.map(({ headers }) => headers['X-Unattended'])).toEqual(['1', undefined])
    clock.mockRestore()
  })

  it('renews a stale token once and repeats itself', async () => {
    const asked = serve({
      'GET /session': { body: session },
      'POST /x': ({ headers }) => (headers['X-CSRF-Token'] === 'token-1' ? { body: { ok: true } } : problem(403, 'csrf')),
    })
    expect(await post('/x', {})).toEqual({ ok: true })
    expect(asked).toHaveLength(3)
  })

  it('repeats nothing under the name of whoever has logged in meanwhile', async () => {
    setToken('token-0', session.user.id)
    const stranger = vi.fn()
    whenStranger(stranger)
    const other = { ...session.user, id: 'other-id', name: '李四' }
    const asked = serve({ 'GET /session': { body: { user: other, csrf_token: 'token-of-other' } }, 'POST /x': problem(403, 'csrf') })
    await expect(post('/x', {})).rejects.toMatchObject({ code: 'csrf' })
    expect(asked.map(({ method }) => method)).toEqual(['POST', 'GET'])
    expect(stranger).toHaveBeenCalledWith(other)
    await post('/x', {}).catch(() => undefined)
    expect(asked.at(-2)!.headers['X-CSRF-Token']).toBe('token-0')
  })

  it('takes a new token of the same person', async () => {
    setToken('token-0', session.user.id)
    serve({ 'GET /session': { body: session } })
    expect(await renewToken()).toBe('fresh')
  })

  it('ends when the server is silent for a minute', async () => {
    vi.useFakeTimers()
    vi.stubGlobal('fetch', (_: string, { signal }: RequestInit) => new Promise((_resolve, reject) => signal!.addEventListener('abort', () => reject(new Error('aborted')))))
    const outcome = get('/cases').catch((error: unknown) => error)
    await vi.advanceTimersByTimeAsync(61_000)
    expect(await outcome).toBeInstanceOf(NoAnswer)
    vi.useRealTimers()
  })

  it('keeps nothing that does not carry our mark, whatever it says of itself', async () => {
    const portal = { body: { items: [] }, headers: { [MARK]: undefined } }
    serve({ 'GET /categories': portal, 'GET /session': portal, 'POST /x': problem(403, 'csrf') })
    await expect(get('/categories')).rejects.toBeInstanceOf(NoAnswer)
    await expect(getIfChanged('/categories', null)).rejects.toBeInstanceOf(NoAnswer)
    expect(await renewToken()).toBe('silence')
  })

  it('turns a refusal into its status, code and words', async () => {
    serve({ 'GET /cases/1': problem(404, 'case_not_found') })
    const refused = await get('/cases/1').catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(ApiProblem)
    expect(refused).toMatchObject({ status: 404, code: 'case_not_found', message: 'words of case_not_found' })
  })

  it('says when the log-in has ended, but not for a wrong password', async () => {
    const ended = vi.fn()
    whenLoggedOut(ended)
    serve({ 'GET /cases': problem(401, 'login_required'), 'POST /session': problem(401, 'bad_credentials') })
    await post('/session', {}).catch(() => undefined)
    expect(ended).not.toHaveBeenCalled()
    await get('/cases').catch(() => undefined)
    expect(ended).toHaveBeenCalledOnce()
  })

  it.each([
    ['a dead network', 'no network' as const],
    ['a captive portal', { status: 200, body: '<html></html>', type: 'text/html' }],
    ['a cut body', { status: 200, body: '{"items": [' }],
  ])('takes %s for no answer', async (_, reply) => {
    serve({ 'GET /cases': reply })
    await expect(get('/cases')).rejects.toBeInstanceOf(NoAnswer)
  })

  it('asks only for what changed', async () => {
    const asked = serve({ 'GET /categories': ({ headers }) => (headers['If-None-Match'] === '"1"' ? { status: 304 } : { body: { items: [] }, headers: { ETag: '"1"' } }) })
    const first = await getIfChanged('/categories', null)
    expect(first).toEqual({ data: { items: [] }, etag: '"1"' })
    expect(await getIfChanged('/categories', first!.etag)).toBeNull()
    expect(asked).toHaveLength(2)
  })
})

describe('a query', () => {
  it('repeats lists and leaves out what is empty', () => {
    expect(query({ status: ['filed', 'handled'], q: '', unit_id: null, overdue: true })).toBe('?status=filed&status=handled&overdue=true')
    expect(query({})).toBe('')
  })
})
