/** Keeps the phone's copy current while somebody looks at it: one tab asks for all of them. */
import { ApiProblem, type Id } from '@/core/api'
import { idleMs } from '@/core/ui/idle'
import { forgetOld, forgetOthers } from './pages'
import { pull } from './pull'
import { nextAsk } from './rhythm'
import { noteSilence } from './silence'

const LOCK = 'luzhang-sync'
const isSeen = () => document.visibilityState === 'visible'

let owner: Id | null = null
let running: Promise<void> | null = null
let isWanted = false
let fetching: Promise<void> | null = null
let timer: ReturnType<typeof setTimeout> | undefined
let failures = 0
let wokenAt = 0
let afterwards: (owner: Id, still: () => boolean) => Promise<boolean> = () => Promise.resolve(true)
let isFetched = false

/** What else is fetched once the rows are current; again with every news, and until it says that all is there. */
export function thenFetch(work: typeof afterwards): void {
  afterwards = work
}

/** Whose copy is kept current, as the server said; null rests. */
export function syncFor(id: Id | null): void {
  if (id === owner) return
  owner = id
  wokenAt = Date.now()
  failures = 0
  isFetched = false
  noteSilence(false)
  clearTimeout(timer)
  if (id !== null) void tidy(id).then(syncNow)
}

async function tidy(id: Id): Promise<void> {
  await forgetOthers(id).catch(() => undefined)
  await forgetOld(id).catch(() => undefined)
}

/** Looks at once: the outbox delivered something, the screen is looked at again, the network is back. */
export function syncNow(): Promise<void> {
  isWanted = true
  running ??= run().finally(() => {
    running = null
    schedule()
  })
  return running
}

/** Asked for while an answer was on its way: that one may not know yet. */
async function run(): Promise<void> {
  while (isWanted) {
    isWanted = false
    await look()
  }
}

async function look(): Promise<void> {
  const id = owner
  if (id === null) return
  const still = () => owner === id
  try {
    await alone(async () => {
      if (await pull(id, still)) noteNews()
      settle(0)
      if (still() && !isFetched) fetching ??= fetchMore(id, still).finally(() => (fetching = null))
    })
  } catch (error) {
    // Whoever has to log in again is told by others; here it is quiet until then.
    if (error instanceof ApiProblem && error.status === 401) owner = null
    else settle(failures + 1)
  }
}

function noteNews(): void {
  wokenAt = Date.now()
  isFetched = false
}

async function fetchMore(id: Id, still: () => boolean): Promise<void> {
  isFetched = true
  if (!(await afterwards(id, still).catch(() => false))) isFetched = false
}

function settle(count: number): void {
  failures = count
  noteSilence(count > 0)
}

/** Without Web Locks two tabs may ask the same; keeping a page bears that. */
async function alone(work: () => Promise<void>): Promise<void> {
  const { locks } = navigator as { locks?: LockManager }
  if (!locks) return work()
  await locks.request(LOCK, { ifAvailable: true }, async (lock) => {
    if (lock) await work()
  })
}

function schedule(): void {
  clearTimeout(timer)
  if (owner === null || !isSeen()) return
  const wait = nextAsk({ failures, sinceWakeMs: Date.now() - wokenAt, idleMs: idleMs(), chance: Math.random() })
  timer = setTimeout(() => void syncNow(), wait)
}

function wake(): void {
  if (!isSeen()) return clearTimeout(timer)
  wokenAt = Date.now()
  failures = 0
  if (owner !== null) void syncNow()
}

let isStarted = false

/** Once for the life of the page. */
export function startSync(): void {
  if (isStarted) return
  isStarted = true
  window.addEventListener('online', wake)
  document.addEventListener('visibilitychange', wake)
}
