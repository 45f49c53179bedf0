/** What is said of a cleanup, on its way: how it proves to have arrived, and what a refusal means for it. */
import type { Id } from '@/core/api'
import { db, type CallBody, type FoundAt, type OutboxEntry, type Trouble } from '@/core/db'

export const siteAt = (session: Id, site: Id) => `/cleanup-sessions/${session}/sites/${site}`

/** A case was found at a site. */
export function linkTo(caseId: Id, { session_id, site_id }: Pick<FoundAt, 'session_id' | 'site_id'>): CallBody {
  return { act: 'link', session_id, site_id, method: 'PUT', path: `${siteAt(session_id, site_id)}/cases/${caseId}`, receipt: null }
}

export const isLink = ({ kind, body }: OutboxEntry) => kind === 'cleanup' && (body as CallBody).act === 'link'

export function foundAt({ body, place }: OutboxEntry): FoundAt {
  const { session_id, site_id } = body as CallBody
  return { session_id, site_id: site_id!, name: place }
}

export function isTaken({ receipt }: CallBody, answer: unknown): boolean {
  if (receipt === null) return answer === null
  return typeof answer === 'object' && answer !== null && receipt in answer
}

/** The server has it: what it said is kept, and results written meanwhile stand on the version it made. */
export async function noteAnswer(entry: OutboxEntry, answer: unknown): Promise<void> {
  const version = (answer as { results_version?: number } | null)?.results_version
  await db.transaction('rw', db.outbox, async () => {
    await db.outbox.update(entry.seq, { is_record_sent: true, made_version: version, problem: null, silences: 0, answer: isKept(entry) ? answer : null } as object)
    if (version === undefined) return
    await db.outbox.where('case_id').equals(entry.case_id).modify((next) => {
      const call = next.body as CallBody
      if (next.seq <= entry.seq || next.owner !== entry.owner || call.act !== 'results' || !next.follows || next.is_record_sent) return
      next.body = { ...call, json: { ...(call.json as object), version } }
    })
  })
}

/** A whole session is read anew anyway; which cases were closed is said only once. */
const isKept = ({ body }: OutboxEntry) => (body as CallBody).act === 'close'

interface Session {
  version: number
  state: string
  allowed_actions: string[]
}

/** To finish takes nothing from anybody: it goes on top of what others changed, and is done when somebody else has done it. */
export function rulingOf({ body, attempts }: OutboxEntry, { code }: Trouble, said: unknown): Partial<OutboxEntry> | null {
  const call = body as CallBody
  const { session } = (said ?? {}) as { session?: Session }
  const order = call.json as { action: string }
  if (call.act !== 'order' || code !== 'stale_version' || !session) return null
  if (order.action === 'finish' && session.state === 'finished') return { state: 'received', received_at: new Date().toISOString() }
  if (!session.allowed_actions.includes(order.action) || attempts >= 10) return null
  return { state: 'waiting', body: { ...call, json: { ...order, version: session.version } } }
}
