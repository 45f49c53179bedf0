/** A site to count at, and a server that counts as ours does. */
import { db, type Tally } from '@/core/db'
import { placeOf, storeTaps, type CountingAt, type Counts } from '@/core/tally/store'
import { session } from './fixtures'
import { problem, type Asked, type Replies } from './server'

export const names = { party_member: '社区党员', volunteer: '志愿者' }
export const at: CountingAt = { owner: session.user.id, token: null, session_id: 'session-1', site_id: 'site-1', title: '全城清洁 · 百花路口', held_on: '2026-11-23', names }
export const link: CountingAt = { ...at, owner: null, token: 'token-of-a-link' }

/** `-volunteer` takes one back. */
export const tapped = (where: CountingAt, ...codes: string[]) =>
  storeTaps(where, codes.map((code) => (code.startsWith('-') ? { category: code.slice(1), by: -1 } : { category: code, by: 1 })))

export const rows = (): Promise<Tally[]> => db.tallies.toArray()
export async function one(where: CountingAt = at): Promise<Tally> {
  const [found, ...more] = await db.tallies.where('place').equals(placeOf(where)).toArray()
  if (!found || more.length) throw new Error(`${more.length + 1} counters`)
  return found
}

/** Counters as the server keeps them: the highest `seq` stands, an equal one with other numbers is somebody else's. */
export class Counters {
  readonly all = new Map<string, { seq: number; counts: Counts }>()

  get total(): Counts {
    const sum: Counts = {}
    for (const { counts } of this.all.values()) for (const [code, count] of Object.entries(counts)) sum[code] = (sum[code] ?? 0) + count
    return sum
  }

  put = ({ path, json }: Asked) => {
    const id = path.split('/').at(-1)!
    const sent = json as { seq: number; counts: Counts }
    const stands = this.all.get(id)
    if (stands?.seq === sent.seq && !isSame(stands.counts, sent.counts)) return problem(409, 'counter_forked')
    if (!stands || sent.seq > stands.seq) this.all.set(id, sent)
    return { status: stands ? 200 : 201, body: { id, site_id: 'site-1', is_struck: false, ...this.all.get(id) } }
  }

  /** Answers for whatever the counters are called. */
  get replies(): Replies {
    return new Proxy({}, { get: (_, asked) => (/^PUT .*\/counters\//.test(String(asked)) ? this.put : undefined) })
  }
}

function isSame(a: Counts, b: Counts): boolean {
  return [...Object.keys(a), ...Object.keys(b)].every((code) => (a[code] ?? 0) === (b[code] ?? 0))
}
