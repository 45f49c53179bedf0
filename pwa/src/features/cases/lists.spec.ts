import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { db, type EntryState } from '@/core/db'
import { row, session } from '@/testing/fixtures'
import { hold } from '@/testing/held'
import { freshPhone } from '@/testing/mount'
import { serve } from '@/testing/server'
import { useCaseLists } from './lists'

const me = session.user.id
const ids = (rows: { id: string }[]) => rows.map(({ id }) => id)

async function move(case_id: string, action: string, state: EntryState, over: object = {}): Promise<void> {
  await db.outbox.put({
    seq: 1, id: `e-${case_id}`, owner: me, case_id, kind: 'move', body: { action, action_id: 'x', version: 4 }, state, photos: [], photos_sent: [],
    created_at: '2026-11-23T08:00:00Z', received_at: null, ...over,
  } as never)
}

async function lists(user: object = session.user) {
  localStorage.setItem('session.user', JSON.stringify(user))
  setActivePinia(createPinia())
  const found = useCaseLists()
  await vi.waitFor(() => expect(found.isLoading).toBe(false))
  return found
}

beforeEach(() => freshPhone())
afterEach(() => vi.unstubAllGlobals())

it('has tasks as last told, due first, those without a limit last', async () => {
  await hold([{ id: 'never', is_task: true }, { id: 'later', is_task: true, due_at: '2026-11-25T00:00:00Z' }, { id: 'no task' }, { id: 'soon', is_task: true, due_at: '2026-11-24T00:00:00Z' }])
  expect(ids((await lists()).todo)).toEqual(['soon', 'later', 'never'])
})

describe('a move made here', () => {
  beforeEach(() => hold([{ id: 'one', is_task: true, status: 'assigned' }], me, '2026-11-23T09:00:00Z'))

  it('changes the row at once', async () => {
    await move('one', 'handle', 'waiting')
    const found = await lists()
    await vi.waitFor(() => expect(found.underway[0]?.status).toBe('handled'))
    expect(found.todo).toEqual([])
  })

  it('is undone by a refusal', async () => {
    await move('one', 'handle', 'waiting')
    const found = await lists()
    await vi.waitFor(() => expect(found.todo).toEqual([]))
    await move('one', 'handle', 'needs_you')
    await vi.waitFor(() => expect(found.todo[0]).toMatchObject({ id: 'one', status: 'assigned' }))
    expect([found.underway, found.stuck.has('one')]).toEqual([[], true])
  })

  it('does not come back between its receipt and the next news', async () => {
    await move('one', 'handle', 'received', { received_at: '2026-11-23T09:00:05Z' })
    const found = await lists()
    await vi.waitFor(() => expect(found.tasks[0]!.status).toBe('handled'))
    expect([found.todo, found.underway]).toEqual([[], []])
    await hold([{ id: 'one', status: 'handled', is_task: false }], me, '2026-11-23T09:00:10Z')
    await vi.waitFor(() => expect(found.tasks).toEqual([]))
  })
})

describe('my reports', () => {
  it('are all of them, those of which the server knows nothing first', async () => {
    await hold([{ id: 'old', observed_at: '2026-11-01T00:00:00Z' }, { id: 'new', unread: true }, { id: 'others', reporter_id: 'x', unread: true }])
    await db.cases.put({ ...row({ id: 'fresh' }), owner: me })
    const found = await lists()
    await vi.waitFor(() => expect(ids(found.reports)).toEqual(['fresh', 'new', 'old']))
    expect(found.unread).toBe(1)
  })

  it('lose the phone’s own row once the feed tells theirs', async () => {
    await db.cases.put({ ...row({ id: 'fresh' }), owner: me })
    await hold([{ id: 'fresh', number: 'from the server' }])
    const found = await lists()
    await vi.waitFor(async () => expect(await db.cases.count()).toBe(0))
    expect(found.reports.map(({ number }) => number)).toEqual(['from the server'])
  })

  it('lose the mark when looked at', async () => {
    await hold([{ id: 'one', unread: true }])
    const found = await lists()
    await found.markRead('one')
    await vi.waitFor(() => expect(found.unread).toBe(0))
  })
})

it('asks for the beginning of an office’s queue, which no phone holds', async () => {
  await hold([{ id: 'own', is_task: true, due_at: '2026-11-24T00:00:00Z' }])
  serve({ 'GET /cases?task=mine&sort=due_at&limit=100': { body: { items: [row({ id: 'queued' }), row({ id: 'own' })], next_cursor: null } } })
  const found = await lists({ ...session.user, roles: [{ role: 'supervisor', unit_id: 'unit-1' }] })
  await found.loadQueue()
  await vi.waitFor(() => expect(ids(found.todo)).toEqual(['own', 'queued']))
})
