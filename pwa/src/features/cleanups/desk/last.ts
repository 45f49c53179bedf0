/** The session of a series before a day, to copy its places from. */
import { get, query, type Id } from '@/core/api'
import { addDays } from './days'
import type { SessionRow, WholeSession } from './types'

/** The latest that was not cancelled and had places; null where there is none. */
export async function lastBefore(series_id: Id, day: string): Promise<WholeSession | null> {
  const { items } = await get<{ items: SessionRow[] }>(`/cleanup-sessions${query({ series_id, last: addDays(day, -1), limit: 10 })}`)
  const found = items.find(({ state, sites }) => state !== 'cancelled' && sites > 0)
  return found ? get<WholeSession>(`/cleanup-sessions/${found.id}`) : null
}
