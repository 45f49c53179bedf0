/** The loop in the foreground: looks at the queue whenever something may have changed. */
import type { Id } from '@/core/api'
import { db, type OutboxEntry } from '@/core/db'
import { askForBackground } from './background'
import type { Outcome } from './deliver'
import { drain, makeRoom } from './drain'
import { line, underway } from './line'
import { nextWait } from './queue'
import { backOff } from './rules'
import { alone, type Still } from './turn'

const RECEIVED_KEPT_MS = 7 * 24 * 3600_000
/** Another tab may have the turn, and be closed with it. */
const LOOK_AGAIN_MS = 5000
const MOST_TROUBLE_MS = 30_000

let owner: Id | null = null
let running: Promise<void> | null = null
let wanted = false
let silence = 0
let troubles = 0
/** By the clock that nobody can put forward or back. */
let quietUntil = 0
let timer: ReturnType<typeof setTimeout> | undefined
let onLogin: () => void = () => undefined
const steady = () => performance.now()

/** Who is logged in, as the server said; nobody's outbox moves without. */
export function sendFor(id: Id | null): void {
  owner = id
  if (id !== null) line.value = 'open'
  quietUntil = 0
  void kick()
  void followTallies().catch(() => undefined)
}

/** What was counted goes a way of its own, and comes along only where there is some. */
async function followTallies(): Promise<void> {
  if (!(await db.tallies.count())) return
  const { sendTalliesFor, whenTallyNeedsLogin } = await import('@/core/tally')
  whenTallyNeedsLogin(onLogin)
  sendTalliesFor(owner)
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
  let mayLook = true
  while (wanted) {
    wanted = false
    mayLook = await sendAll().catch(stumbled)
  }
  await schedule(mayLook).catch(stumbled)
}

/** False while another tab or the service worker is at it. */
async function sendAll(): Promise<boolean> {
  if (owner === null || steady() < quietUntil) return true
  return alone(async (still: Still) => {
    const onProgress = (entry: OutboxEntry, photo: string, share: number) => (underway.value = { seq: entry.seq, photo, share })
    const stop = await drain(() => owner, { still, onProgress, onSettled: hear }).finally(() => (underway.value = null))
    troubles = 0
    if (stop?.verdict !== 'login') return
    owner = null
    onLogin()
  })
}

/**
 * The phone itself is in trouble: a full disk, or a database that was just busy closing. Tried again soon at first.
 * What was not noted is sent again, and known there.
 */
async function stumbled(error: unknown): Promise<boolean> {
  console.warn('sending stumbled', error)
  const pause = Math.min(MOST_TROUBLE_MS, backOff(troubles++, null))
  quietUntil = steady() + pause
  clearTimeout(timer)
  timer = setTimeout(() => void kick(), pause)
  if ((error as Error).name === 'QuotaExceededError') await makeRoom().catch(() => undefined)
  return true
}

function hear({ verdict, answer }: Outcome): void {
  underway.value = null
  if (verdict !== 'lost') line.value = verdict === 'offline' || verdict === 'login' ? verdict : 'open'
  silence = verdict === 'offline' ? silence + 1 : 0
  if (verdict === 'offline') quietUntil = steady() + backOff(silence, answer?.retryAfter ?? null)
}

async function schedule(isOurTurn: boolean): Promise<void> {
  if (owner === null) return
  const wait = await nextWait(owner, Date.now())
  if (wait === null) return
  const quiet = quietUntil - steady()
  clearTimeout(timer)
  timer = setTimeout(() => void kick(), Math.max(wait, quiet, isOurTurn ? 250 : LOOK_AGAIN_MS))
  if (quiet > 0) void askForBackground()
}

/** The network is said to be back, or the person looks at the screen again: do not wait out the back-off. */
export async function wake(): Promise<void> {
  quietUntil = 0
  silence = 0
  await db.outbox.where('state').equals('waiting').modify((entry) => {
    entry.next_try_at = entry.asked_until ?? 0
  })
  await kick()
}

/** Nobody is there to undo any more: what was held back goes, and the service worker may help. */
export async function leave(): Promise<void> {
  const held = await db.outbox.where('state').equals('waiting').modify((entry) => {
    entry.hold_until = 0
  })
  await kick()
  if (held) await askForBackground()
}

export function startSender(): void {
  window.addEventListener('online', () => void wake())
  document.addEventListener('visibilitychange', () => void (document.visibilityState === 'visible' ? wake() : leave()))
  const old = new Date(Date.now() - RECEIVED_KEPT_MS).toISOString()
  void db.outbox.where('state').equals('received').and((entry) => (entry.received_at ?? '') < old).delete()
}
