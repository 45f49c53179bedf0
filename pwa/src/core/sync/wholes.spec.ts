import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { MARK } from '@/core/api/answer'
import type { HeldCase } from '@/core/db'
import { db } from '@/core/db'
import { keepAnswer } from '@/core/db/answers'
import { session, whole } from '@/testing/fixtures'
import { hold, phoneRow } from '@/testing/held'
import { freshPhone } from '@/testing/mount'
import { fetchWholes, worthKeeping } from './wholes'

const me = session.user.id
const always = () => true
const rows = (...some: Partial<HeldCase>[]) => some.map((one) => ({ ...phoneRow(one), owner: me, tick: 1, ...one }))

interface Given {
  wholes?: Record<string, object>
  /** Sizes that are not made yet. */
  unready?: string[]
}

function serve({ wholes = {}, unready = [] }: Given): string[] {
  const asked: string[] = []
  vi.stubGlobal('fetch', (address: string) => {
    const path = address.replace('/api/v1', '')
    asked.push(path)
    if (path.startsWith('/photos/')) {
      const isReady = !unready.some((part) => path.includes(part))
      return Promise.resolve(isReady ? new Response(new Uint8Array(10), { headers: { 'Content-Type': 'image/jpeg' } }) : new Response('{}', { status: 404 }))
    }
    const body = wholes[path.replace('/cases/', '')]
    return Promise.resolve(new Response(JSON.stringify(body ?? { status: 404, code: 'case_not_found' }), { status: body ? 200 : 404, headers: { 'Content-Type': 'application/json', [MARK]: '1' } }))
  })
  return asked
}

beforeEach(() => freshPhone())
afterEach(() => vi.unstubAllGlobals())

it('keeps tasks before reports, the urgent first, and nothing that is over', () => {
  const found = worthKeeping(
    rows(
      { id: 'closed', status: 'closed' }, { id: 'mine', status: 'filed', received_at: '2026-11-01T00:00:00Z' }, { id: 'mine-new', status: 'filed' },
      { id: 'later', is_task: true, due_at: '2026-11-25T00:00:00Z' }, { id: 'sooner', is_task: true, due_at: '2026-11-24T00:00:00Z' }, { id: 'others', reporter_id: 'x' },
    ),
    me,
  )
  expect(found.map((row) => row.id)).toEqual(['sooner', 'later', 'mine-new', 'mine'])
  expect(worthKeeping(rows(...Array.from({ length: 150 }, (_, i) => ({ id: String(i), is_task: true }))), me)).toHaveLength(100)
})

describe('fetching', () => {
  it('brings the case, its small photos, and the large ones of what waits for a check', async () => {
    await hold([{ id: 'case-1', is_task: true, status: 'handled' }, { id: 'case-2', status: 'filed' }])
    serve({ wholes: { 'case-1': whole(), 'case-2': whole({ id: 'case-2', photos: whole().photos.slice(0, 1).map((photo) => ({ ...photo, sha256: 'c'.repeat(64) })) }) } })
    expect(await fetchWholes(me, always)).toBe(true)
    expect((await db.answers.toArray()).map(({ path }) => path).sort()).toEqual(['/cases/case-1', '/cases/case-2'])
    const kept = (await db.pictures.toArray()).map(({ sha256, size, case_id }) => `${case_id} ${sha256[0]} ${size}`).sort()
    expect(kept).toEqual(['case-1 a screen', 'case-1 a thumb', 'case-1 b screen', 'case-1 b thumb', 'case-2 c thumb'])
  })

  it('asks for nothing it has, and again for what has changed', async () => {
    await hold([{ id: 'case-1', is_task: true, status: 'assigned' }])
    serve({ wholes: { 'case-1': whole() } })
    await fetchWholes(me, always)
    const asked = serve({ wholes: { 'case-1': whole() } })
    await fetchWholes(me, always)
    expect(asked).toEqual([])
    await db.answers.update([me, '/cases/case-1'], { is_old: true })
    await fetchWholes(me, always)
    await hold([{ id: 'case-1', is_task: true, status: 'assigned', version: 9 }])
    await fetchWholes(me, always)
    expect(asked).toEqual(['/cases/case-1', '/cases/case-1'])
  })

  it('says that not all is here while the server still makes a size', async () => {
    await hold([{ id: 'case-1', is_task: true }])
    serve({ wholes: { 'case-1': whole() }, unready: ['b'.repeat(64)] })
    expect(await fetchWholes(me, always)).toBe(false)
    const asked = serve({ wholes: { 'case-1': whole() } })
    expect(await fetchWholes(me, always)).toBe(true)
    expect(asked.every((path) => path.includes('b'.repeat(64)))).toBe(true)
  })

  it('goes past a case that has left sight, and stops when nobody answers', async () => {
    await hold([{ id: 'left', is_task: true, due_at: '2026-01-01T00:00:00Z' }, { id: 'case-1', is_task: true }])
    serve({ wholes: { 'case-1': whole({ photos: [] }) } })
    await fetchWholes(me, always)
    expect((await db.answers.toArray()).map(({ path }) => path)).toEqual(['/cases/case-1'])
    await db.answers.clear()
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')))
    await expect(fetchWholes(me, always)).rejects.toThrow()
  })

  it('keeps nothing for a person who has left', async () => {
    await hold([{ id: 'case-1', is_task: true }])
    serve({ wholes: { 'case-1': whole() } })
    let calls = 0
    await fetchWholes(me, () => ++calls < 2)
    expect([await db.answers.count(), await db.pictures.count()]).toEqual([0, 0])
  })

  it('lets the oldest go of what was only looked at', async () => {
    await hold([{ id: 'case-1', is_task: true }])
    for (let i = 0; i < 205; i++) await keepAnswer(me, `/cases/seen-${String(i).padStart(3, '0')}`, {})
    await db.answers.where('[owner+path]').equals([me, '/cases/seen-100']).modify({ kept_at: '2020-01-01T00:00:00Z' })
    serve({ wholes: { 'case-1': whole({ photos: [] }) } })
    await fetchWholes(me, always)
    expect(await db.answers.count()).toBe(200)
    expect([await db.answers.get([me, '/cases/seen-100']), (await db.answers.get([me, '/cases/case-1']))?.path]).toEqual([undefined, '/cases/case-1'])
  })
})
