import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { setToken } from '@/core/api'
import { db } from '@/core/db'
import { sendFor } from '@/core/outbox'
import { session } from '@/testing/fixtures'
import { freshPhone } from '@/testing/mount'
import { gotPhoto, made, picture, report, sent, set, states } from '@/testing/outbox'
import { problem, serve } from '@/testing/server'
import { sendInBackground } from './sending'

const here = { 'GET /session': { body: session } }

beforeEach(async () => {
  sendFor(null)
  vi.unstubAllGlobals()
  setToken('')
  await freshPhone()
})

describe('in the background', () => {
  it('everything of whoever is logged in goes, with their token', async () => {
    const a = await picture('a')
    await report('case-1', [a])
    const asked = serve({ ...here, 'PUT /cases/case-1': made('case-1'), [`PUT /photos/${a}`]: gotPhoto })
    await sendInBackground()
    expect(sent(asked)).toEqual(['PUT /cases/case-1', `PUT /photos/${a}`])
    expect(asked.slice(1).map(({ headers }) => headers['X-CSRF-Token'])).toEqual(['token-1', 'token-1'])
    expect(await states()).toEqual(['received'])
  })

  it('nothing goes of anybody else', async () => {
    await report('case-1')
    const asked = serve({ 'GET /session': { body: { user: { ...session.user, id: 'somebody-else' }, csrf_token: 'theirs' } } })
    await sendInBackground()
    expect(sent(asked)).toEqual([])
    expect(await states()).toEqual(['waiting'])
  })

  it('nothing goes when somebody else logs in half-way', async () => {
    await report('case-1')
    await report('case-2')
    let who = session
    const asked = serve({
      'GET /session': () => ({ body: who }),
      'PUT /cases/case-1': () => ((who = { user: { ...session.user, id: 'somebody-else' }, csrf_token: 'theirs' }), made('case-1')),
      'PUT /cases/case-2': problem(403, 'csrf'),
    })
    await sendInBackground()
    expect(sent(asked)).toEqual(['PUT /cases/case-1', 'PUT /cases/case-2'])
    expect(asked.some(({ headers }) => headers['X-CSRF-Token'] === 'theirs')).toBe(false)
    expect(await states()).toEqual(['received', 'waiting'])
  })

  it('without a log-in it rests, and does not ask to be woken again', async () => {
    await report('case-1')
    serve({ 'GET /session': problem(401, 'login_required') })
    await expect(sendInBackground()).resolves.toBeUndefined()
  })

  it.each([
    ['nobody answers', { 'GET /session': 'no network' as const }],
    ['a portal answers', { 'GET /session': { status: 200, body: '<html>', type: 'text/html' } }],
    ['the line breaks', { ...here, 'PUT /cases/case-1': 'no network' as const }],
    ['the server is busy', { ...here, 'PUT /cases/case-1': problem(503, 'busy', { 'Retry-After': '60' }) }],
  ])('it asks to be woken again when %s', async (_, replies) => {
    await report('case-1')
    serve(replies)
    await expect(sendInBackground()).rejects.toThrow()
    expect(await states()).toEqual(['waiting'])
  })

  it('it leaves alone what waits for the person', async () => {
    await set(await report('case-1'), { state: 'needs_you' })
    serve(here)
    await expect(sendInBackground()).resolves.toBeUndefined()
  })

  it('it leaves time to undo', async () => {
    await set(await report('case-1'), { hold_until: Date.now() + 300 })
    serve({ ...here, 'PUT /cases/case-1': made('case-1') })
    const before = Date.now()
    await sendInBackground()
    expect(Date.now() - before).toBeGreaterThanOrEqual(250)
    expect(await states()).toEqual(['received'])
  })

  it('it lets a tab go on that is at it, and comes again later to see', async () => {
    await report('case-1')
    await db.leases.put({ name: 'outbox', holder: 'a tab', until: Date.now() + 60_000 })
    const asked = serve({ ...here, 'PUT /cases/case-1': made('case-1') })
    await expect(sendInBackground()).rejects.toThrow()
    expect(sent(asked)).toEqual([])
  })
})

describe('the service worker', () => {
  const source = resolve(import.meta.dirname, '..')

  /** Everything it loads, by what the files say they import. */
  function loaded(file: string, seen = new Map<string, string>()): Map<string, string> {
    const text = readFileSync(file, 'utf-8')
    for (const [, kind, name] of text.matchAll(/^(?:import|export)( type)?[^'\n]*?(?:from )?'([^']+)'/gm)) {
      if (kind || seen.has(name!)) continue
      const path = name!.startsWith('@/') ? resolve(source, name!.slice(2)) : name!.startsWith('.') ? resolve(dirname(file), name!) : null
      seen.set(path ?? name!, file)
      const found = path && [`${path}.ts`, `${path}/index.ts`].find((one) => exists(one))
      if (found) loaded(found, seen)
    }
    return seen
  }

  function exists(path: string): boolean {
    try {
      return Boolean(readFileSync(path))
    } catch {
      return false
    }
  }

  it('loads no screen: neither vue nor anything that draws', () => {
    const names = [...loaded(resolve(source, 'sw.ts')).keys()]
    expect(names).toContain(resolve(source, 'core/outbox/drain'))
    expect(names.filter((name) => /^vue|pinia|\.vue$|features\//.test(name))).toEqual([])
  })
})
