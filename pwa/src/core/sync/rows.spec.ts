import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope, nextTick, ref, type EffectScope } from 'vue'
import type { Change, PhoneRow } from '@/core/api'
import { db, type HeldCase } from '@/core/db'
import { session } from '@/testing/fixtures'
import { hold, phoneRow } from '@/testing/held'
import { freshPhone } from '@/testing/mount'
import { changeHeld, keepPage } from './pages'
import { useHeldRows, type HeldRows } from './rows'

const me = session.user.id
const owner = ref(me)
let scope: EffectScope
const upsert = (id: string, over: Partial<PhoneRow> = {}): Change => ({ kind: 'case', id, op: 'upsert', data: phoneRow({ id, ...over }) })
const gone = (id: string): Change => ({ kind: 'case', id, op: 'gone', data: null })

function watchRows(): HeldRows {
  return scope.run(() => useHeldRows(() => owner.value))!
}
const ids = ({ rows }: HeldRows) => rows.value.map((row) => row.id).sort()
const becomes = (held: HeldRows, wanted: string[]) => vi.waitFor(() => expect(ids(held)).toEqual(wanted))

beforeEach(async () => {
  owner.value = me
  scope = effectScope()
  await freshPhone()
})
afterEach(() => scope.stop())

it('knows when there is nothing, and that it has looked', async () => {
  const held = watchRows()
  expect(held.isRead.value).toBe(false)
  await vi.waitFor(() => expect(held.isRead.value).toBe(true))
  expect([ids(held), held.place.value]).toEqual([[], null])
})

it('follows pages as they are kept, whoever kept them', async () => {
  await hold([{ id: 'a' }, { id: 'b' }])
  const held = watchRows()
  await becomes(held, ['a', 'b'])
  await keepPage(me, 'feed-1', { items: [upsert('c'), gone('a')], next_cursor: 'feed-2', has_more: false }, '')
  await becomes(held, ['b', 'c'])
  await keepPage(me, 'feed-2', { items: [upsert('b', { unread: true })], next_cursor: 'feed-3', has_more: false }, '')
  await vi.waitFor(() => expect(held.rows.value.find((row) => row.id === 'b')!.unread).toBe(true))
  await changeHeld(me, 'b', { unread: false })
  await vi.waitFor(() => expect(held.rows.value.find((row) => row.id === 'b')!.unread).toBe(false))
})

it('reads only what changed', async () => {
  await hold(Array.from({ length: 50 }, (_, i) => ({ id: `case-${i}` })))
  const held = watchRows()
  await vi.waitFor(() => expect(held.rows.value).toHaveLength(50))
  const read: number[] = []
  const note = (row: HeldCase) => (row && read.push(row.tick), row)
  db.held.hook('reading', note)
  const untouched = held.rows.value.find((row) => row.id === 'case-3')
  await keepPage(me, 'feed-1', { items: [upsert('new')], next_cursor: 'feed-2', has_more: false }, '')
  await vi.waitFor(() => expect(held.rows.value).toHaveLength(51))
  expect(read).toEqual([2])
  db.held.hook('reading').unsubscribe(note)
  expect(held.rows.value.find((row) => row.id === 'case-3')).toBe(untouched)
})

it('does not draw lists anew when nothing was told', async () => {
  await hold([{ id: 'a' }])
  const held = watchRows()
  await becomes(held, ['a'])
  const before = held.rows.value
  await keepPage(me, 'feed-1', { items: [], next_cursor: 'feed-2', has_more: false }, '2026-11-23T10:00:00Z')
  await vi.waitFor(() => expect(held.place.value!.current_at).toBe('2026-11-23T10:00:00Z'))
  expect(held.rows.value).toBe(before)
})

it('never shows one person what another holds', async () => {
  await hold([{ id: 'a' }])
  await hold([{ id: 'theirs' }], 'another')
  const held = watchRows()
  await becomes(held, ['a'])
  owner.value = 'another'
  await nextTick()
  expect(ids(held)).not.toContain('a')
  await becomes(held, ['theirs'])
})
