import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { MoveBody, ReportBody } from '@/core/api'
import { db } from '@/core/db'
import { row } from '@/testing/fixtures'
import { freshPhone } from '@/testing/mount'
import { bodyOf, draft, entries, entryOf, label, move, owner, report, set } from '@/testing/outbox'
import { enqueueMove, enqueueReport } from '.'
import { UNDO_MS } from './rules'

const counts = async () => [await db.cases.count(), await db.outbox.count(), await db.drafts.count()]

beforeEach(() => freshPhone())

describe('a report', () => {
  it('is stored as case and entry together, and the draft goes', async () => {
    await report('case-1')
    expect(await counts()).toEqual([1, 1, 0])
  })

  it.each([
    ['the entry', () => vi.spyOn(db.outbox, 'add').mockRejectedValueOnce(new Error('disk full'))],
    ['the case', () => vi.spyOn(db.cases, 'put').mockRejectedValueOnce(new Error('disk full'))],
    ['the draft', () => vi.spyOn(db.drafts, 'delete').mockRejectedValueOnce(new Error('disk full'))],
  ])('is not stored by halves when %s fails', async (_, fail) => {
    await db.drafts.put(draft('case-1'))
    fail()
    await expect(enqueueReport(draft('case-1'), { photos: [] } as unknown as ReportBody, row())).rejects.toThrow()
    expect(await counts()).toEqual([0, 0, 1])
  })

  it('is held back as long as it can be undone', async () => {
    const before = Date.now()
    const seq = await enqueueReport(draft('case-1'), { photos: [] } as unknown as ReportBody, row())
    expect((await entryOf(seq)).hold_until).toBeGreaterThanOrEqual(before + UNDO_MS)
  })

  it('names a photo once that stands in it twice', async () => {
    const photos = [{ sha256: 'a', role: 'before' as const }, { sha256: 'a', role: 'near' as const }]
    const seq = await enqueueReport(draft('case-1'), { photos } as unknown as ReportBody, row())
    expect((await entryOf(seq)).photos).toEqual(['a'])
  })
})

describe('a move', () => {
  it('follows what is still unsent of the same case', async () => {
    await move('take')
    await move('handle')
    await move('take', 4, 'case-2')
    expect((await entries()).map((entry) => entry.follows)).toEqual([false, true, false])
  })

  it('follows nobody else’s', async () => {
    await enqueueMove('somebody-else', 'case-1', bodyOf('take'), label)
    await move('handle')
    expect((await entries()).map((entry) => entry.follows)).toEqual([false, false])
  })

  it('goes on top of one’s own when the screen still showed the version before', async () => {
    await set(await move('take', 4), { state: 'received', made_version: 5 })
    await set(await move('comment', 4), { state: 'received', made_version: 6 })
    const seq = await move('handle', 4)
    expect(((await entryOf(seq)).body as MoveBody).version).toBe(6)
  })

  it('stays on the version seen when somebody else’s lies between', async () => {
    await set(await move('take', 4), { state: 'received', made_version: 6 })
    const seq = await move('handle', 4)
    expect(((await entryOf(seq)).body as MoveBody).version).toBe(4)
  })

  it('tapped three times is made once', async () => {
    const seqs = await Promise.all([move('verify_pass'), move('verify_pass', 5), move('verify_pass')])
    expect([await db.outbox.count(), new Set(seqs).size]).toEqual([1, 1])
  })

  it.each([
    ['in other words', () => move('handle', 4, 'case-1', { note: '已清理' })],
    ['on another case', () => move('handle', 4, 'case-2')],
    ['by somebody else', () => enqueueMove('somebody-else', 'case-1', bodyOf('handle'), label)],
  ])('made again %s is another', async (_, again) => {
    await move('handle')
    await again()
    expect(await db.outbox.count()).toBe(2)
  })

  it('is another once the first waits for the person or has arrived', async () => {
    await set(await move('take'), { state: 'received' })
    await set(await move('take'), { state: 'needs_you' })
    await move('take')
    expect(await db.outbox.count()).toBe(3)
  })

  it('that says the same again an hour later is said twice', async () => {
    await set(await move('sight', 4, 'case-1', { note: '还在' }), { created_at: new Date(Date.now() - 3600_000).toISOString() })
    await move('sight', 4, 'case-1', { note: '还在' })
    await move('sight', 4, 'case-1', { note: '还在' })
    expect(await db.outbox.count()).toBe(2)
  })

  it('remembers what the person saw', async () => {
    const saw = { status: 'handled' as const, version: 4, due_at: null, department_name: null, assignee_name: null, segment_name: null, event_id: '2' }
    const seq = await enqueueMove(owner, 'case-1', bodyOf('verify_pass'), label, { saw })
    expect((await entryOf(seq)).saw).toEqual(saw)
  })
})
