/** The loop in the foreground that empties the outbox: one sender per phone, one record at a time. */
import { ref } from 'vue'
import type { Id } from '@/core/api'
import { db, type OutboxEntry } from '@/core/db'
import { sweepPhotos } from '@/core/db/photos'
import { deliver, problemOf, type Outcome } from './deliver'
import { backOff } from './rules'
import { nextEntry, nextTry } from './store'

/** offline: nobody of ours answers · login: the log-in has ended, everything is kept. */
export type Line = 'open' | 'offline' | 'login'
export const line = ref<Line>('open')

const LOCK = 'luzhang-outbox'
const RECEIVED_KEPT_MS = 7 * 24 * 3600_000
const LOOK_AGAIN_MS = 15_000

let owner: Id | null = null
let running: Promise<void> | null = null
let wanted = false
let silence = 0
let quietUntil = 0
let timer: ReturnType<typeof setTimeout> | undefined
let onLogin: () => void = () => undefined

/** Who is logged in, as the server said; nobody's outbox moves without. */
export function sendFor(id: Id | null): void {
  owner = id
  if (id !== null) line.value = 'open'
  quietUntil = 0
  void kick()
}

export function whenLoginNeeded(act: () => void): void {
  onLogin = act
}

/** Something changed: look at the queue now. Resolves when nothing more can be sent for the moment. */
export function kick(): Promise<void> {
  wanted = true
  running ??= run().finally(() => {
    running = null
    // Asked for while the timer was being set: that wish must not be lost.
    if (wanted) void kick()
  })
  return running
}

async function run(): Promise<void> {
  while (wanted) {
    wanted = false
    await alone(drain)
  }
  await schedule()
}

/** Only one tab sends. Where a browser has no Web Locks, at least this tab sends once. */
async function alone(work: () => Promise<void>): Promise<void> {
  if (!('locks' in navigator) || !navigator.locks) return work()
  await navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
    if (lock) await work()
  })
}

async function drain(): Promise<void> {
  while (owner !== null && Date.now() >= quietUntil) {
    const entry = await nextEntry(owner, Date.now())
    if (!entry) return
    const outcome = await deliver(entry)
    await settle(entry, outcome)
    if (outcome.verdict === 'offline' || outcome.verdict === 'login') return
  }
}

async function settle(entry: OutboxEntry, outcome: Outcome): Promise<void> {
  const { verdict, answer } = outcome
  line.value = verdict === 'offline' || verdict === 'login' ? verdict : 'open'
  if (verdict === 'done') {
    await db.outbox.update(entry.seq, { state: 'received', problem: null, received_at: new Date().toISOString() })
    await sweepPhotos()
  } else if (verdict === 'refused') {
    await db.outbox.update(entry.seq, { state: 'needs_you', problem: problemOf(outcome) })
  } else {
    const attempts = entry.attempts + 1
    const next_try_at = verdict === 'later' ? Date.now() + backOff(attempts, answer?.retryAfter ?? null) : 0
    await db.outbox.update(entry.seq, { state: 'waiting', attempts, next_try_at, problem: answer && answer.isOurs ? problemOf(outcome) : null })
  }
  silence = verdict === 'offline' ? silence + 1 : 0
  if (verdict === 'offline') quietUntil = Date.now() + backOff(silence, answer?.retryAfter ?? null)
  if (verdict === 'login') {
    owner = null
    onLogin()
  }
}

async function schedule(): Promise<void> {
  clearTimeout(timer)
  if (owner === null) return
  const next = await nextTry(owner)
  if (next === null) return
  const wait = Math.max(next, quietUntil) - Date.now()
  // Another tab may hold the lock and be closed: look again before long in any case.
  timer = setTimeout(() => void kick(), Math.min(Math.max(wait, 250), wait > 0 ? wait : LOOK_AGAIN_MS))
}

/** The network is said to be back, or the person looks at the screen again: do not wait out the back-off. */
export async function wake(): Promise<void> {
  quietUntil = 0
  silence = 0
  await db.outbox
    .where('state')
    .equals('waiting')
    .modify((entry) => {
      entry.next_try_at = 0
    })
  await kick()
}

export function startSender(): void {
  window.addEventListener('online', () => void wake())
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void wake()
  })
  const old = new Date(Date.now() - RECEIVED_KEPT_MS).toISOString()
  void db.outbox.where('state').equals('received').and((entry) => (entry.received_at ?? '') < old).delete()
}
