/** What the server said to a counter, written down beside it. */
import type { Answer } from '@/core/api/answer'
import { codeOf } from '@/core/api/http'
import { db, type Tally, type Trouble } from '@/core/db'
import { backOff, type Verdict } from '@/core/outbox/rules'
import { fork } from './store'

/** A counter as our server has it. */
interface Stands {
  id: string
  site_id: string
  seq: number
  is_struck: boolean
}

/** Our counter at our site, no older than what was just sent: nobody else's 200 says that. */
export function isReceiptFor({ id, site_id, seq }: Tally): (body: unknown) => boolean {
  return (body) => {
    const said = body as Partial<Stands> | null
    return said?.id === id && said.site_id === site_id && Number.isSafeInteger(said.seq) && said.seq! >= seq
  }
}

const forked = new Set(['counter_forked', 'counter_elsewhere'])

function troubleOf(answer: Answer): Trouble {
  const { detail = '' } = (answer.body ?? {}) as { detail?: string }
  return { status: answer.status, code: codeOf(answer) ?? '', detail }
}

const change = (id: string, how: (row: Tally) => void) => db.tallies.where('id').equals(id).modify(how)

/** `told` is the row as it was sent; taps may have been added to it since. Answers whether more may go at once. */
export async function settle(told: Tally, verdict: Verdict, answer: Answer | null, now = Date.now()): Promise<boolean> {
  if (verdict === 'done') return receive(told, answer!.body as Stands)
  if (verdict === 'refused' && forked.has(codeOf(answer!) ?? '')) return part(told)
  if (verdict === 'refused') await change(told.id, (row) => Object.assign(row, { state: 'needs_you', problem: troubleOf(answer!) }))
  if (verdict === 'later' || verdict === 'offline') await postpone(told, verdict, answer, now)
  return false
}

async function part({ id }: Tally): Promise<boolean> {
  await fork(id)
  return true
}

async function receive(told: Tally, stands: Stands): Promise<boolean> {
  const row = await db.tallies.get(told.id)
  // The server knows of taps this phone never made: a copy of it goes on elsewhere, or its own memory was put back.
  if (row && stands.seq > row.seq) return part(told)
  // Noted is what was acknowledged, and no more: what overtook it, be it our own, is told or asked about once more.
  const isAsSent = stands.seq === told.seq
  await change(told.id, (now) => {
    if (isAsSent && told.seq > now.sent_seq) Object.assign(now, { sent_seq: told.seq, sent: told.counts })
    Object.assign(now, { state: 'waiting', problem: null, attempts: 0, next_try_at: 0, asked_until: 0, is_struck: stands.is_struck })
  })
  return !isAsSent
}

async function postpone(told: Tally, verdict: Verdict, answer: Answer | null, now: number): Promise<void> {
  await change(told.id, (row) => {
    row.attempts += 1
    row.next_try_at = now + backOff(row.attempts, answer?.retryAfter ?? null)
    row.asked_until = answer?.isOurs && answer.retryAfter ? row.next_try_at : 0
    if (verdict === 'later' && answer?.isOurs) row.problem = troubleOf(answer)
  })
}
