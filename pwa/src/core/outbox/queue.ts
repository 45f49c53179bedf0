/** Who is next. Everything here is asked a thousand times in a row, so it reads no more rows than it must. */
import type { Id } from '@/core/api'
import { db, type EntryState, type OutboxEntry } from '@/core/db'
import { waitOf } from './rules'

export const unsentStates: EntryState[] = ['waiting', 'sending', 'needs_you']

const ofState = (owner: Id, state: EntryState) => db.outbox.where('[owner+state]').equals([owner, state])

/** Cases that wait for the person, and from which entry on. */
async function stuckCases(owner: Id): Promise<Map<Id, number>> {
  const stuck = new Map<Id, number>()
  await ofState(owner, 'needs_you').each(({ case_id, seq }) => void stuck.set(case_id, Math.min(seq, stuck.get(case_id) ?? seq)))
  return stuck
}

const isBehind = ({ case_id, after = [], seq }: OutboxEntry, stuck: Map<Id, number>) => [case_id, ...after].some((lane) => (stuck.get(lane) ?? Infinity) < seq)

/** The next to send: oldest first, but never past an unsent entry of the same case. */
export async function nextEntry(owner: Id, now: number): Promise<OutboxEntry | null> {
  const stuck = await stuckCases(owner)
  const isFree = (entry: OutboxEntry) => {
    const free = waitOf(entry, now) === 0 && !isBehind(entry, stuck)
    if (!free && !stuck.has(entry.case_id)) stuck.set(entry.case_id, entry.seq)
    return free
  }
  return (await ofState(owner, 'waiting').filter(isFree).first()) ?? null
}

/** Milliseconds until something may be sent; null when nothing waits but for the person. */
export async function nextWait(owner: Id, now: number): Promise<number | null> {
  const seen = await stuckCases(owner)
  let soonest: number | null = null
  await ofState(owner, 'waiting').each((entry) => {
    const isFree = !isBehind(entry, seen)
    if (isFree || !seen.has(entry.case_id)) seen.set(entry.case_id, entry.seq)
    if (!isFree) return
    soonest = Math.min(soonest ?? Infinity, waitOf(entry, now))
  })
  return soonest
}

/** From here on it cannot be undone: one transaction decides between the two. Null when the undoing came first. */
export async function claim(seq: number, now: number): Promise<OutboxEntry | null> {
  return db.transaction('rw', db.outbox, async () => {
    const entry = await db.outbox.get(seq)
    if (entry?.state !== 'waiting' || waitOf(entry, now) > 0) return null
    const claimed: OutboxEntry = { ...entry, state: 'sending', is_tried: true, attempts: entry.attempts + 1 }
    await db.outbox.put(claimed)
    return claimed
  })
}

/** What a killed tab was sending waits again. Only for whoever has the turn. */
export async function recover(owner: Id): Promise<void> {
  await ofState(owner, 'sending').modify({ state: 'waiting' })
}
