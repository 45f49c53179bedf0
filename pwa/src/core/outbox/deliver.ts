/** Sends one entry: its record first, then its photos one by one, each step noted before the next. */
import type { MoveBody, WholeCase } from '@/core/api'
import { exchange, refreshToken, type Answer, type Wish } from '@/core/api/http'
import { NoAnswer, type ProblemDocument } from '@/core/api/problem'
import { db, type OutboxEntry } from '@/core/db'
import { keepAnswer } from '@/core/db/answers'
import { rowOf } from './row'
import { judge, type Verdict } from './rules'

export interface Outcome {
  verdict: Verdict
  answer: Answer | null
}

async function send(method: string, path: string, wish: Wish, isReceipt: (body: unknown) => boolean): Promise<Outcome> {
  for (let renewed = false; ; renewed = true) {
    const answer = await exchange(method, path, wish).catch((error: unknown) => {
      if (error instanceof NoAnswer) return null
      throw error
    })
    const verdict = judge(answer, isReceipt)
    if (verdict !== 'csrf') return { verdict, answer }
    if (renewed || !(await refreshToken().catch(() => false))) return { verdict: 'later', answer }
  }
}

function isCase(id: string): (body: unknown) => boolean {
  return (body) => (body as { id?: unknown } | null)?.id === id
}

async function sendRecord(entry: OutboxEntry): Promise<Outcome> {
  const outcome =
    entry.kind === 'report'
      ? await send('PUT', `/cases/${entry.case_id}`, { json: entry.body }, isCase(entry.case_id))
      : await send('POST', `/cases/${entry.case_id}/actions`, { json: entry.body }, isCase(entry.case_id))
  if (outcome.verdict === 'done') await noteReceipt(entry, outcome.answer!.body as WholeCase)
  return outcome
}

async function noteReceipt(entry: OutboxEntry, whole: WholeCase): Promise<void> {
  await db.transaction('rw', db.cases, db.outbox, async () => {
    await db.outbox.update(entry.seq, { is_record_sent: true })
    const local = await db.cases.get(entry.case_id)
    if (local) await db.cases.put({ ...rowOf(whole, local), owner: entry.owner })
    const later = db.outbox.where('case_id').equals(entry.case_id)
    await later.modify((next) => {
      if (next.seq <= entry.seq || next.owner !== entry.owner || next.kind !== 'move' || !next.follows || next.is_record_sent) return
      next.body = { ...(next.body as MoveBody), version: whole.version }
    })
  })
  await keepAnswer(entry.owner, `/cases/${entry.case_id}`, whole)
}

async function sendPhoto(name: string): Promise<Outcome> {
  const photo = await db.photos.get(name)
  if (!photo) return { verdict: 'refused', answer: null }
  const isThis = (body: unknown) => (body as { sha256?: unknown } | null)?.sha256 === name
  return send('PUT', `/photos/${name}`, { bytes: { data: photo.bytes, type: photo.type } }, isThis)
}

/** Sends what of the entry is not there yet. */
export async function deliver(entry: OutboxEntry): Promise<Outcome> {
  await db.outbox.update(entry.seq, { state: 'sending' })
  let outcome: Outcome = { verdict: 'done', answer: null }
  if (!entry.is_record_sent) outcome = await sendRecord(entry)
  const sent = [...entry.photos_sent]
  for (const name of entry.photos) {
    if (outcome.verdict !== 'done') return outcome
    if (sent.includes(name)) continue
    outcome = await sendPhoto(name)
    if (outcome.verdict !== 'done') return outcome
    sent.push(name)
    await db.outbox.update(entry.seq, { photos_sent: [...sent] })
  }
  return outcome
}

/** The server's words, or ours when a photo is gone from the phone. */
export function problemOf({ answer }: Outcome): OutboxEntry['problem'] {
  if (answer === null) return { status: 0, code: 'photo_lost', detail: '' }
  const said = answer.body as Partial<ProblemDocument> | null
  return { status: answer.status, code: said?.code ?? 'unknown', detail: said?.detail ?? '' }
}
