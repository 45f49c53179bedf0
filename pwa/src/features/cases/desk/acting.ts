/** One move on its way: sent once whatever the network does, and what to say when somebody else was quicker. */
import { ref, shallowRef, type Ref } from 'vue'
import { ApiProblem, post, type Id, type NamedPhoto, type WholeCase } from '@/core/api'
import type { Action } from './moves'
import { sendPhoto } from './upload'

export interface Given {
  note?: string
  department_id?: Id
  /** A person of that department; without one it is for all of them. */
  assignee_id?: Id
  due_at?: string
  segment_id?: Id
  location?: { lon: number; lat: number; datum: 'wgs84' }
  into_id?: Id
  /** The `text` of the category's limit, where it is not the first. */
  limit?: string
  /** After photos still to be uploaded. */
  files?: File[]
}

export interface Conflict {
  action: Action
  given: Given
  seen: WholeCase
  now: WholeCase
}

export interface Acting {
  isBusy: Ref<boolean>
  problem: Ref<unknown>
  conflict: Ref<Conflict | null>
  act: (seen: WholeCase, action: Action, given?: Given) => Promise<WholeCase | null>
  goOn: () => Promise<WholeCase | null>
  forget: () => void
}

export function useActing(): Acting {
  const isBusy = ref(false)
  const problem = shallowRef<unknown>(null)
  const conflict = shallowRef<Conflict | null>(null)
  /** The same words sent again after no answer are the same act: the server knows it by this id. */
  let attempt: { words: string; action_id: Id } | null = null

  function idFor(words: string): Id {
    if (attempt?.words !== words) attempt = { words, action_id: crypto.randomUUID() }
    return attempt.action_id
  }

  async function act(seen: WholeCase, action: Action, given: Given = {}): Promise<WholeCase | null> {
    if (isBusy.value) return null
    isBusy.value = true
    problem.value = null
    try {
      const { files, ...rest } = given
      const photos = files && (await Promise.all(files.map(sent)))
      const body = { action, version: seen.version, ...rest, ...(photos ? { photos } : {}) }
      const whole = await post<WholeCase>(`/cases/${seen.id}/actions`, { action_id: idFor(seen.id + JSON.stringify(body)), ...body })
      attempt = null
      conflict.value = null
      return whole
    } catch (error) {
      const now = currentOf(error)
      if (now) conflict.value = { action, given, seen, now }
      else problem.value = error
      return null
    } finally {
      isBusy.value = false
    }
  }

  /** The person has seen both and still wants it. */
  async function goOn(): Promise<WholeCase | null> {
    const held = conflict.value
    return held && act(held.now, held.action, held.given)
  }

  function forget(): void {
    problem.value = null
    conflict.value = null
  }

  return { isBusy, problem, conflict, act, goOn, forget }
}

async function sent(file: File): Promise<NamedPhoto> {
  return { sha256: await sendPhoto(file), role: 'after' }
}

/** The case as it stands, which a stale version's refusal carries. */
export function currentOf(error: unknown): WholeCase | null {
  if (!(error instanceof ApiProblem) || error.status !== 409) return null
  const current = error.document.case ?? error.document.current
  return (current as WholeCase | undefined) ?? null
}
