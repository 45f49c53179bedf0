import { describe, expect, it } from 'vitest'
import type { MoveBody, PhoneAction } from '@/core/api'
import type { EntryState, OutboxEntry } from '@/core/db'
import { phoneRow } from '@/testing/held'
import { byCase, expected } from './expected'

function move(action: PhoneAction, over: Partial<OutboxEntry> = {}): OutboxEntry {
  const body: MoveBody = { action_id: 'a', action, version: 4, note: '说明' }
  return { owner: 'me', case_id: 'case-1', kind: 'move', body, state: 'waiting', created_at: '2026-11-23T08:00:00Z', received_at: null, ...over } as OutboxEntry
}

describe('after a move', () => {
  it.each([
    ['take', { status: 'handling', is_task: true, assignee_id: 'me' }],
    ['handle', { status: 'handled', is_task: false }],
    ['return', { status: 'filed', is_task: false }],
    ['verify_pass', { status: 'closed', is_task: false }],
    ['verify_fail', { status: 'assigned', is_task: false }],
    ['withdraw', { status: 'withdrawn', is_task: false }],
    ['confirm', { status: 'assigned', is_task: false }],
    ['comment', { status: 'assigned', is_task: true }],
  ] as const)('%s', (action, shown) => {
    const row = expected(phoneRow({ status: 'assigned', is_task: true }), [move(action)])
    expect(row).toMatchObject({ ...shown, last_event: { action, note: '说明' } })
  })

  it('stands what the last of several makes of it, and the row itself is untouched', () => {
    const row = phoneRow({ status: 'assigned', is_task: true })
    expect(expected(row, [move('take'), move('handle')])).toMatchObject({ status: 'handled', is_task: false })
    expect(row.status).toBe('assigned')
  })
})

describe('the moves that count', () => {
  const counts = (state: EntryState, received_at: string | null = null) => byCase([move('take', { state, received_at })], '2026-11-23T09:00:00Z').has('case-1')

  it('are those under way', () => expect([counts('waiting'), counts('sending')]).toEqual([true, true]))

  it('are not those that were refused: the row is as it was', () => expect(counts('needs_you')).toBe(false))

  it('are those received after the rows were asked for, and not before', () =>
    expect([counts('received', '2026-11-23T09:00:01Z'), counts('received', '2026-11-23T08:59:59Z')]).toEqual([true, false]))

  it('are no reports', () => expect(byCase([move('take', { kind: 'report' })], '')).toEqual(new Map()))
})
