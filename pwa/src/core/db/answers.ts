/** Shows the last good answer at once, then the fresh one when it comes. */
import { ref, shallowRef, type Ref } from 'vue'
import { getIfChanged, ApiProblem } from '@/core/api'
import { db, type CachedAnswer } from '.'

export interface Cached<T> {
  data: Ref<T | null>
  /** When the shown answer was fetched, or last found to hold; null while there is none. */
  keptAt: Ref<string | null>
  /** The last attempt failed: what is shown may be old. */
  isStale: Ref<boolean>
  isLoading: Ref<boolean>
  load: () => Promise<void>
}

type Kept = Omit<CachedAnswer, 'data'>
/** That an answer still holds is written down no more often: a whole district's roads are a megabyte. */
const NOTED_EVERY_MS = 10 * 60_000
/** For a screen's worth; what is larger says so. */
const TIMEOUT_MS = 15_000

export function useCached<T>(owner: () => string, where: string | (() => string), timeoutMs = TIMEOUT_MS): Cached<T> {
  const data = shallowRef(null) as Ref<T | null>
  const keptAt = ref<string | null>(null)
  const isStale = ref(false)
  const isLoading = ref(false)
  let kept: Kept | null = null
  let shownFor = ''

  async function load(): Promise<void> {
    const [who, path] = [owner(), typeof where === 'string' ? where : where()]
    const question = `${who} ${path}`
    // Another person, another question: nothing of the former may stay on the screen.
    if (shownFor !== question) show(null, null)
    shownFor = question
    isLoading.value = true
    try {
      if (data.value === null) await recall(who, path, question)
      if (question === shownFor) await ask(who, path, question)
    } finally {
      if (question === shownFor) isLoading.value = false
    }
  }

  function show(answer: T | null, as: Kept | null): void {
    data.value = answer
    kept = as
    keptAt.value = as?.kept_at ?? null
  }

  async function recall(who: string, path: string, question: string): Promise<void> {
    const found = await db.answers.get([who, path]).catch(() => undefined)
    if (!found || question !== shownFor) return
    const { data: answer, ...rest } = found
    show(answer as T, rest)
  }

  async function ask(who: string, path: string, question: string): Promise<void> {
    try {
      const fresh = await getIfChanged<T>(path, kept?.etag ?? null, timeoutMs)
      // The person or the question has changed while the answer was on its way.
      if (question !== shownFor) return
      isStale.value = false
      const now = new Date().toISOString()
      if (fresh) {
        show(fresh.data, { owner: who, path, etag: fresh.etag, kept_at: now })
        await keepAnswer(who, path, fresh.data, fresh.etag)
      } else await stillHolds(who, path, now)
    } catch (error) {
      if (question === shownFor) fail(error)
    }
  }

  async function stillHolds(who: string, path: string, now: string): Promise<void> {
    keptAt.value = now
    if (!kept || Date.parse(now) - Date.parse(kept.kept_at) < NOTED_EVERY_MS) return
    kept = { ...kept, kept_at: now }
    await db.answers.update([who, path], { kept_at: now }).catch(() => undefined)
  }

  function fail(error: unknown): void {
    const status = error instanceof ApiProblem ? error.status : null
    // That the log-in has ended is told once, above everything; the network is not to blame.
    isStale.value = status !== 404 && status !== 401
    if (status === 404) show(null, null)
  }

  return { data, keptAt, isStale, isLoading, load }
}

export async function keepAnswer(owner: string, path: string, data: unknown, etag: string | null = null): Promise<void> {
  // A full disk must not hide an answer that is already here.
  await db.answers.put({ owner, path, data, etag, kept_at: new Date().toISOString() }).catch(() => undefined)
}
