/** Sends running totals, whoever's turn it is among the tabs. By link without a log-in; by account only for whom the server has confirmed. */
import { inOrder, type Id } from '@/core/api'
import type { Answer } from '@/core/api/answer'
import { exchange, renewToken } from '@/core/api/http'
import { NoAnswer } from '@/core/api/problem'
import { db, type Tally } from '@/core/db'
import { judge, waitOf, type Verdict } from '@/core/outbox/rules'
import { alone, type Still } from '@/core/outbox/turn'
import { isReceiptFor, settle } from './outcome'
import { isUnsent, sweepTallies } from './store'

/** A hand that goes on tapping is not interrupted by a request for each. */
export const DEBOUNCE_MS = 2000
const LONGEST_PAUSE_MS = 6000
const LOOK_AGAIN_MS = 5000
const TROUBLE_MS = 30_000
const TIMEOUT_MS = 20_000

let owner: Id | null = null
let running: Promise<void> | null = null
let isWanted = false
let timer: ReturnType<typeof setTimeout> | undefined
let firstTap = 0
let isStarted = false
let onLogin: () => void = () => undefined

interface Said {
  verdict: Verdict
  answer: Answer | null
}

const pathOf = ({ id, token, session_id, site_id }: Tally) =>
  token === null ? `/cleanup-sessions/${session_id}/sites/${site_id}/counters/${id}` : `/cleanup-links/${token}/counters/${id}`

async function tell(row: Tally, still: Still): Promise<Said> {
  for (let isRenewed = false; ; isRenewed = true) {
    if (!(await still()) || !isMine(row)) return { verdict: 'lost', answer: null }
    const wish = { json: { seq: row.seq, counts: row.counts }, timeoutMs: TIMEOUT_MS }
    const answer = await exchange('PUT', pathOf(row), wish).catch((error) => {
      if (error instanceof NoAnswer) return null
      throw error
    })
    const verdict = judge(answer, isReceiptFor(row), row.attempts + 1)
    if (verdict !== 'csrf') return { verdict, answer }
    if (isRenewed) return { verdict: 'later', answer }
    // Whoever is logged in now may be somebody else: nothing goes out under their name.
    const token = await renewToken().catch(() => 'silence' as const)
    if (token !== 'fresh') return { verdict: token === 'silence' ? 'offline' : 'login', answer: null }
  }
}

const isMine = (row: Tally) => row.owner === null || row.owner === owner
const waiting = () => db.tallies.filter((row) => isUnsent(row) && row.state === 'waiting' && isMine(row)).toArray()

/** Those that may go now, the longest untouched first. */
async function due(): Promise<Tally[]> {
  const now = Date.now()
  const rows = (await waiting()).filter((row) => waitOf(row, now) === 0)
  return rows.sort((a, b) => inOrder(a.updated_at, b.updated_at))
}

async function sendAll(still: Still): Promise<void> {
  for (const row of await due()) {
    const { verdict, answer } = await tell(row, still)
    if (verdict === 'lost') return
    if (await settle(row, verdict, answer)) isWanted = true
    if (verdict !== 'login') continue
    owner = null
    onLogin()
  }
}

async function run(): Promise<void> {
  let wasOurTurn = true
  while (isWanted) {
    isWanted = false
    wasOurTurn = await alone(sendAll, 'tallies')
  }
  await schedule(wasOurTurn)
}

/** The next look: when the first of them may go again, or when another tab should be through. */
async function schedule(wasOurTurn: boolean): Promise<void> {
  const now = Date.now()
  const waits = (await waiting()).map((row) => waitOf(row, now))
  if (waits.length) setTimer(Math.max(wasOurTurn ? 250 : LOOK_AGAIN_MS, Math.min(...waits)))
}

function setTimer(ms: number): void {
  clearTimeout(timer)
  timer = setTimeout(() => void sendTallies(), ms)
}

/** Something may have changed: look now. Resolves when nothing more can be sent for the moment. */
export function sendTallies(): Promise<void> {
  isWanted = true
  firstTap = 0
  running ??= run()
    // The phone itself is in trouble, mostly a full disk. What was not noted is sent again, and known there.
    .catch(() => setTimer(TROUBLE_MS))
    .finally(() => {
      running = null
      // Asked for while the timer was being set: that wish must not be lost, and whoever made it waits for it.
      return isWanted ? sendTallies() : undefined
    })
  return running
}

/** Somebody taps: soon, but not for each. */
export function sendTalliesSoon(): void {
  const now = performance.now()
  firstTap ||= now
  setTimer(Math.max(0, Math.min(DEBOUNCE_MS, firstTap + LONGEST_PAUSE_MS - now)))
}

/** Who is logged in, as the server said; nobody's own counters move without. */
export function sendTalliesFor(id: Id | null): void {
  owner = id
  startTallies()
  void sendTallies()
}

export function whenTallyNeedsLogin(act: () => void): void {
  onLogin = act
}

/** The network is said to be back, the phone is looked at again, or put away: now, whatever the back-off was. */
export async function wakeTallies(): Promise<void> {
  await db.tallies.filter((row) => row.next_try_at > 0).modify((row) => {
    row.next_try_at = row.asked_until ?? 0
  })
  await sendTallies()
}

/** What was refused is tried once more: an organiser may have put it right meanwhile. */
export async function retryTallies(place?: string): Promise<void> {
  await db.tallies.filter((row) => row.state === 'needs_you' && (place === undefined || row.place === place)).modify({ state: 'waiting', next_try_at: 0 })
  await sendTallies()
}

function startTallies(): void {
  if (isStarted) return
  isStarted = true
  const wake = () => void wakeTallies().catch(() => undefined)
  window.addEventListener('online', wake)
  document.addEventListener('visibilitychange', wake)
  void sweepTallies().then(() => retryTallies()).catch(() => undefined)
}
