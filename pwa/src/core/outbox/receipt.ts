/** What becomes of an entry, each in one transaction. */
import type { MoveBody, WholeCase } from '@/core/api'
import { exchange } from '@/core/api/http'
import type { ProblemDocument } from '@/core/api/problem'
import { db, type OutboxEntry, type Trouble } from '@/core/db'
import { releasePhotos } from '@/core/db/photos'
import { rulingOf } from './calls'
import type { Outcome } from './deliver'
import { rowOf } from './row'
import { backOff } from './rules'

/** The server has the record: the case is as it says, and what was made on top of it goes on top of that. */
export async function noteReceipt(entry: OutboxEntry, whole: WholeCase): Promise<void> {
  await db.transaction('rw', db.cases, db.outbox, async () => {
    await db.outbox.update(entry.seq, { is_record_sent: true, made_version: whole.version, problem: null, silences: 0 })
    const local = await db.cases.get(entry.case_id)
    if (local) await db.cases.put({ ...rowOf(whole, local), owner: entry.owner })
    await db.outbox.where('case_id').equals(entry.case_id).modify((next) => {
      if (next.seq <= entry.seq || next.owner !== entry.owner || next.kind !== 'move' || !next.follows || next.is_record_sent) return
      next.body = { ...(next.body as MoveBody), version: whole.version }
    })
  })
  const kept = { owner: entry.owner, path: `/cases/${entry.case_id}`, data: whole, etag: null, kept_at: new Date().toISOString() }
  // A copy for reading; a full disk may do without.
  await db.answers.put(kept).catch(() => undefined)
}

/** The server's words, or ours when none was asked. */
export function troubleOf({ answer, code, photo }: Outcome): Trouble {
  if (answer === null) return { status: 0, code: code ?? 'unknown', detail: '', ...(photo && { photo }) }
  const said = answer.body as Partial<ProblemDocument> | null
  const fields = said?.fields && Object.keys(said.fields)
  return { status: answer.status, code: said?.code ?? 'unknown', detail: said?.detail ?? '', ...(fields && { fields }), ...(photo && { photo }) }
}

/** The case that stood against it: the refusal brings it along, or it is fetched. */
async function whatStands(entry: OutboxEntry, { answer }: Outcome): Promise<WholeCase | null> {
  const brought = (answer?.body as { case?: WholeCase } | null)?.case
  if (brought?.id === entry.case_id && brought.events) return brought
  const asked = await exchange('GET', `/cases/${entry.case_id}`).catch(() => null)
  const found = asked?.status === 200 && asked.isOurs ? (asked.body as WholeCase) : null
  return found?.id === entry.case_id ? found : null
}

/** Words and sightings hurt nobody's work: they go on top of whatever stands. */
function goesOnTop(entry: OutboxEntry, stands: WholeCase | null): stands is WholeCase {
  const { action } = entry.body as MoveBody
  const isHarmless = entry.kind === 'move' && (action === 'comment' || action === 'sight')
  return isHarmless && stands !== null && entry.attempts < 10 && (stands.allowed_actions as string[]).includes(action)
}

/** Changes the entry unless it has changed hands meanwhile. */
async function change(seq: number, changes: (entry: OutboxEntry) => Partial<OutboxEntry>): Promise<void> {
  await db.outbox.where('seq').equals(seq).modify((entry) => {
    if (entry.state === 'sending') Object.assign(entry, changes(entry))
  })
}

/** Of a cleanup the refusal itself says what stands. */
async function refuseCall(entry: OutboxEntry, { answer }: Outcome, problem: Trouble): Promise<void> {
  const ruling = rulingOf(entry, problem, answer?.body)
  if (ruling) return change(entry.seq, () => ({ problem: null, next_try_at: 0, ...ruling }))
  const isNowhere = problem.status >= 400 && !problem.photo
  const { site = null } = (answer?.body ?? {}) as { site?: unknown }
  await change(entry.seq, () => ({ state: 'needs_you', problem, theirs: site, ...(isNowhere && { is_tried: false }) }))
}

async function refuse(entry: OutboxEntry, outcome: Outcome): Promise<void> {
  const problem = troubleOf(outcome)
  if (entry.kind === 'cleanup') return refuseCall(entry, outcome, problem)
  const stands = problem.status === 409 ? await whatStands(entry, outcome) : null
  if (problem.code === 'stale_version' && goesOnTop(entry, stands)) {
    return change(entry.seq, ({ body }) => ({ state: 'waiting', next_try_at: 0, body: { ...(body as MoveBody), version: stands.version } }))
  }
  // Refused by our server, nothing of it was kept there; only at a 409 something of this name may stand.
  const isNowhere = problem.status >= 400 && problem.status !== 409 && problem.status !== 404 && !problem.photo
  await change(entry.seq, () => ({ state: 'needs_you', problem, stands, ...(isNowhere && { is_tried: false }) }))
}

async function postpone(entry: OutboxEntry, outcome: Outcome, now: number): Promise<void> {
  const { verdict, answer } = outcome
  const silences = verdict === 'offline' ? (entry.silences ?? 0) + 1 : 0
  // In silence the oldest goes first again; but what thrice nobody answered to must not stop what may get through.
  const waits = verdict === 'later' || silences >= 3
  const next_try_at = waits ? now + backOff(entry.attempts, answer?.retryAfter ?? null) : 0
  const asked_until = answer?.isOurs && answer.retryAfter ? next_try_at : 0
  const problem = answer?.isOurs && verdict === 'later' ? troubleOf(outcome) : null
  await change(entry.seq, () => ({ state: 'waiting', next_try_at, asked_until, silences, problem }))
}

export async function settle(entry: OutboxEntry, outcome: Outcome, now = Date.now()): Promise<void> {
  const { verdict } = outcome
  if (verdict === 'lost') return
  if (verdict === 'refused') return refuse(entry, outcome)
  if (verdict !== 'done') return postpone(entry, outcome, now)
  await change(entry.seq, () => ({ state: 'received', problem: null, stands: null, received_at: new Date(now).toISOString() }))
  await releasePhotos(entry.photos, entry.created_at)
}
