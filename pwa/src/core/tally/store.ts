/** Counting on the phone: what was tapped and the number it is told under stand together or not at all. */
import type { Id } from '@/core/api'
import { db, type Tally } from '@/core/db'

/** Where somebody counts, and as whom: with an account or by a helper's link. */
export interface CountingAt extends Pick<Tally, 'session_id' | 'site_id' | 'title' | 'held_on' | 'names'> {
  owner: Id | null
  token: string | null
}

export interface Tap {
  category: string
  by: 1 | -1
}

export type Counts = Record<string, number>
/** The server takes no more: a larger number is a pocket's doing. */
export const MOST = 100_000

/** A new link to the same site goes on with the same counter. */
export const placeOf = ({ owner, site_id }: Pick<CountingAt, 'owner' | 'site_id'>) => `${owner ?? ''}/${site_id}`
export const isUnsent = ({ seq, sent_seq }: Tally) => seq > sent_seq
export const sumOf = (counts: Counts) => Object.values(counts).reduce((sum, one) => sum + one, 0)

/** One more or one less; never below nothing. */
export function applied(counts: Counts, { category, by }: Tap): Counts {
  return { ...counts, [category]: Math.min(MOST, Math.max(0, (counts[category] ?? 0) + by)) }
}

function newTally({ owner, token, session_id, site_id, title, held_on, names }: CountingAt, counts: Counts = {}): Tally {
  return {
    id: crypto.randomUUID(),
    place: placeOf({ owner, site_id }),
    owner, token, session_id, site_id, title, held_on, names, counts,
    seq: sumOf(counts) ? 1 : 0,
    sent_seq: 0,
    sent: {},
    state: 'waiting',
    attempts: 0,
    next_try_at: 0,
    problem: null,
    updated_at: new Date().toISOString(),
  }
}

export const talliesAt = (place: string) => db.tallies.where('place').equals(place)

/** Stores taps in the order they were made. Two tabs share the counter: each adds to what stands, not to what it shows. */
export async function storeTaps(at: CountingAt, taps: Tap[]): Promise<Tally | null> {
  return db.transaction('rw', db.tallies, async () => {
    const found = await talliesAt(placeOf(at)).filter((one) => !one.is_closed).first()
    const row = found ?? newTally(at)
    for (const tap of taps) {
      const counts = applied(row.counts, tap)
      if (counts[tap.category] === (row.counts[tap.category] ?? 0)) continue
      row.counts = counts
      row.seq += 1
    }
    // Nothing to take away from: no counter for that.
    if (!row.seq) return null
    await db.tallies.put({ ...row, names: { ...row.names, ...at.names }, updated_at: new Date().toISOString() })
    return row
  })
}

/**
 * Under this counter's name somebody else counts. What was acknowledged is theirs to repeat; what only this phone knows goes
 * into a counter of its own, in the same breath, so that no moment knows it twice or not at all.
 */
export async function fork(id: Id): Promise<void> {
  await db.transaction('rw', db.tallies, async () => {
    const row = await db.tallies.get(id)
    if (!row || row.is_closed) return
    const { counts, sent, sent_seq } = row
    const mine = Object.fromEntries(Object.entries(counts).map(([code, count]) => [code, count - (sent[code] ?? 0)]).filter(([, more]) => Number(more) > 0)) as Counts
    await db.tallies.put({ ...row, counts: sent, seq: sent_seq, is_closed: true, state: 'waiting', problem: null })
    if (sumOf(mine)) await db.tallies.put(newTally(row, mine))
  })
}

/** A link that is known to be good brings along what another could not: the same site, a new token. */
export async function adoptToken(siteId: Id, token: string): Promise<void> {
  await talliesAt(placeOf({ owner: null, site_id: siteId }))
    .filter((row) => row.token !== token)
    .modify({ token, state: 'waiting', problem: null, attempts: 0, next_try_at: 0 })
}

const KEPT_MS = 60 * 24 * 3600_000

/** What the server has had for two months is no longer looked at here. */
export async function sweepTallies(now = Date.now()): Promise<void> {
  const old = new Date(now - KEPT_MS).toISOString()
  await db.tallies.filter((row) => !isUnsent(row) && row.updated_at < old).delete()
}
