/** Sends one entry: its record first, then its photos one by one, each step noted before the next. */
import type { WholeCase } from '@/core/api'
import type { Answer, Wish } from '@/core/api/answer'
import { exchange, renewToken } from '@/core/api/http'
import { NoAnswer } from '@/core/api/problem'
import { db, type CallBody, type OutboxEntry } from '@/core/db'
import { sha256 } from '@/core/db/digest'
import { isTaken, noteAnswer } from './calls'
import { noteReceipt } from './receipt'
import { judge, type Verdict } from './rules'
import type { Still } from './turn'

export interface Outcome {
  verdict: Verdict
  answer: Answer | null
  /** The photo that did not get through. */
  photo?: string
  /** Ours to say, as no server was asked. */
  code?: 'photo_lost' | 'photo_damaged'
}

export interface Ways {
  still: Still
  onProgress?: (entry: OutboxEntry, photo: string, share: number) => void
}

type IsReceipt = (body: unknown) => boolean
const RECORD_TIMEOUT_MS = 45_000
const done: Outcome = { verdict: 'done', answer: null }

/** Nobody answered: null. */
function silent(error: unknown): null {
  if (error instanceof NoAnswer) return null
  throw error
}

async function send(method: string, path: string, wish: Wish, isReceipt: IsReceipt, attempts: number, still: Still): Promise<Outcome> {
  for (let renewed = false; ; renewed = true) {
    if (!(await still())) return { verdict: 'lost', answer: null }
    const answer = await exchange(method, path, { timeoutMs: RECORD_TIMEOUT_MS, ...wish }).catch(silent)
    const verdict = judge(answer, isReceipt, attempts)
    if (verdict !== 'csrf') return { verdict, answer }
    if (renewed) return { verdict: 'later', answer }
    const token = await renewToken().catch(() => 'silence' as const)
    // Whoever is logged in now may be somebody else: nothing goes out under their name.
    if (token !== 'fresh') return { verdict: token === 'silence' ? 'offline' : 'login', answer: null }
  }
}

async function sendCall(entry: OutboxEntry, { still }: Ways): Promise<Outcome> {
  const call = entry.body as CallBody
  const outcome = await send(call.method, call.path, { json: call.json }, (body) => isTaken(call, body), entry.attempts, still)
  if (outcome.verdict === 'done') await noteAnswer(entry, outcome.answer!.body)
  return outcome
}

async function sendRecord(entry: OutboxEntry, { still }: Ways): Promise<Outcome> {
  const [method, path] = entry.kind === 'report' ? ['PUT', `/cases/${entry.case_id}`] : ['POST', `/cases/${entry.case_id}/actions`]
  const isReceipt: IsReceipt = (body) => (body as { id?: unknown } | null)?.id === entry.case_id
  const outcome = await send(method!, path!, { json: entry.body }, isReceipt, entry.attempts, still)
  if (outcome.verdict === 'done') await noteReceipt(entry, outcome.answer!.body as WholeCase)
  return outcome
}

async function sendPhoto(entry: OutboxEntry, name: string, { still, onProgress }: Ways): Promise<Outcome> {
  const photo = await db.photos.get(name)
  if (!photo) return { verdict: 'refused', answer: null, photo: name, code: 'photo_lost' }
  const bytes = { data: photo.bytes, type: photo.type }
  const isReceipt: IsReceipt = (body) => (body as { sha256?: unknown } | null)?.sha256 === name
  const wish: Wish = { bytes, onProgress: (share) => onProgress?.(entry, name, share) }
  const outcome = await send('PUT', `/photos/${name}`, wish, isReceipt, entry.attempts, still)
  const isSpoilt = (outcome.answer?.body as { code?: string } | null)?.code === 'hash_mismatch'
  if (isSpoilt && (await sha256(photo.bytes)) !== name) return { verdict: 'refused', answer: null, photo: name, code: 'photo_damaged' }
  return { ...outcome, photo: name }
}

/** After a try that ended in silence: which photos have arrived all the same. Dearer bytes stay at home. */
async function alreadyThere(entry: OutboxEntry): Promise<string[]> {
  if (entry.kind === 'cleanup') return []
  const answer = await exchange('GET', `/cases/${entry.case_id}`, { timeoutMs: RECORD_TIMEOUT_MS }).catch(silent)
  if (answer?.status !== 200 || !answer.isOurs) return []
  const whole = answer.body as WholeCase
  return whole.id === entry.case_id ? whole.photos.filter((photo) => photo.present).map((photo) => photo.sha256) : []
}

/** Sends what of a claimed entry is not there yet. */
export async function deliver(entry: OutboxEntry, ways: Ways): Promise<Outcome> {
  const first = entry.is_record_sent ? done : await (entry.kind === 'cleanup' ? sendCall : sendRecord)(entry, ways)
  if (first.verdict !== 'done') return first
  const sent = new Set(entry.photos_sent)
  const left = () => entry.photos.filter((name) => !sent.has(name))
  if (entry.is_record_sent && entry.attempts > 1 && left().length) for (const name of await alreadyThere(entry)) sent.add(name)
  for (const name of left()) {
    const outcome = await sendPhoto(entry, name, ways)
    if (outcome.verdict !== 'done') return outcome
    sent.add(name)
    await db.outbox.update(entry.seq, { photos_sent: entry.photos.filter((one) => sent.has(one)) })
  }
  return done
}
