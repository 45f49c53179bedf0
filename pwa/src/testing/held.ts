/** A phone that holds cases as if the feed had told them. */
import type { PhoneRow } from '@/core/api'
import { db } from '@/core/db'
import { row, session } from './fixtures'

export const phoneRow = (over: Partial<PhoneRow> = {}): PhoneRow => ({ ...row(), is_task: false, yellow_at: null, ...over })

export async function hold(rows: Partial<PhoneRow>[], owner = session.user.id, at = new Date().toISOString()): Promise<void> {
  const tick = ((await db.feeds.get(owner))?.tick ?? 0) + 1
  await db.held.bulkPut(rows.map((one) => ({ ...phoneRow(one), owner, tick })))
  await db.feeds.put({ owner, cursor: 'feed-1', asked_at: at, current_at: at, tick, gone_tick: 0, loading_since: null })
}
