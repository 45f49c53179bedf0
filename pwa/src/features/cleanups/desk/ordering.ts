/** An order to a session on its way: carried out once whatever the network does, and what to say when somebody else was quicker. */
import { ref, shallowRef, type Ref } from 'vue'
import { ApiProblem, post, type Id } from '@/core/api'
import type { SessionAction, Way, WholeSession } from './types'

export interface Given {
  note?: string
  held_on?: string
  site_id?: Id
  category_code?: string
  /** Those that count from now on; none, and the rule decides again. */
  sources?: Way[]
}

export interface Stale {
  action: SessionAction
  given: Given
  seen: WholeSession
  now: WholeSession
}

export interface Ordering {
  isBusy: Ref<boolean>
  problem: Ref<unknown>
  stale: Ref<Stale | null>
  order: (seen: WholeSession, action: SessionAction, given?: Given) => Promise<WholeSession | null>
  goOn: () => Promise<WholeSession | null>
  forget: () => void
}

export function useOrdering(): Ordering {
  const isBusy = ref(false)
  const problem = shallowRef<unknown>(null)
  const stale = shallowRef<Stale | null>(null)
  /** The same order sent again after no answer is the same act: the server knows it by this id. */
  let attempt: { words: string; action_id: Id } | null = null

  function idFor(words: string): Id {
    if (attempt?.words !== words) attempt = { words, action_id: crypto.randomUUID() }
    return attempt.action_id
  }

  async function order(seen: WholeSession, action: SessionAction, given: Given = {}): Promise<WholeSession | null> {
    if (isBusy.value) return null
    isBusy.value = true
    problem.value = null
    const body = { action, version: seen.version, ...given }
    try {
      const whole = await post<WholeSession>(`/cleanup-sessions/${seen.id}/actions`, { action_id: idFor(seen.id + JSON.stringify(body)), ...body })
      attempt = null
      stale.value = null
      return whole
    } catch (error) {
      const now = currentOf<WholeSession>(error, 'session')
      if (now) stale.value = { action, given, seen, now }
      else problem.value = error
      return null
    } finally {
      isBusy.value = false
    }
  }

  /** The person has seen both and still wants it. */
  async function goOn(): Promise<WholeSession | null> {
    const held = stale.value
    return held && order(held.now, held.action, held.given)
  }

  function forget(): void {
    problem.value = null
    stale.value = null
  }

  return { isBusy, problem, stale, order, goOn, forget }
}

/** What stands, which the refusal of a stale version carries. */
export function currentOf<T>(error: unknown, name: 'session' | 'series' | 'site'): T | null {
  if (!(error instanceof ApiProblem) || error.code !== 'stale_version') return null
  return (error.document[name] as T | undefined) ?? null
}
