/** One move for many cases: in portions, so that one sees it go on and can stop it; the same words sent again after silence act once. */
import { computed, ref, shallowRef, type ComputedRef, type Ref } from 'vue'
import { post, type CaseRow, type Id, type ManyResult, type ManyResults } from '@/core/api'
import type { Given } from './acting'
import type { Asked } from './filters'
import type { Action } from './moves'

export const PORTION = 50

export type ManyGiven = Pick<Given, 'note' | 'department_id' | 'due_at' | 'into_id'> & { suggested?: boolean }
export type Targets = { rows: Pick<CaseRow, 'id' | 'version'>[] } | { filter: Asked; size: number }

export interface Act {
  action: Action
  given: ManyGiven
  targets: Targets
}

export interface Many {
  act: Ref<Act | null>
  results: Ref<ManyResult[]>
  /** How many were meant, as far as known. */
  size: ComputedRef<number>
  done: ComputedRef<ManyResult[]>
  refused: ComputedRef<ManyResult[]>
  isBusy: Ref<boolean>
  /** It stopped because nobody answered or the whole request was refused; going on sends the rest. */
  problem: Ref<unknown>
  /** True when it went through to the end. */
  start: (act: Act) => Promise<boolean>
  goOn: () => Promise<boolean>
  stop: () => void
  forget: () => void
}

type Place = { from: number } | { after_id: Id | null; as_of: string | null }

export function useMany(): Many {
  const act = shallowRef<Act | null>(null)
  const results = shallowRef<ManyResult[]>([])
  const isBusy = ref(false)
  const problem = shallowRef<unknown>(null)
  let actionId = ''
  let place: Place | null = null
  let isStopped = false

  const size = computed(() => {
    const targets = act.value?.targets
    if (!targets) return 0
    return 'rows' in targets ? targets.rows.length : Math.max(targets.size, results.value.length)
  })
  const done = computed(() => results.value.filter(({ outcome }) => outcome === 'done'))
  const refused = computed(() => results.value.filter(({ outcome }) => outcome === 'refused'))

  function start(next: Act): Promise<boolean> {
    if (isBusy.value) return Promise.resolve(false)
    act.value = next
    results.value = []
    actionId = crypto.randomUUID()
    place = 'rows' in next.targets ? { from: 0 } : { after_id: null, as_of: null }
    return goOn()
  }

  async function goOn(): Promise<boolean> {
    if (!act.value || !place || isBusy.value) return false
    isBusy.value = true
    problem.value = null
    isStopped = false
    try {
      while (place && !isStopped) {
        const answer: ManyResults = await post<ManyResults>('/cases/actions', bodyOf(act.value, place))
        results.value = [...results.value, ...answer.results]
        place = following(act.value, place, answer)
      }
    } catch (error) {
      problem.value = error
    } finally {
      isBusy.value = false
    }
    return place === null
  }

  function bodyOf({ action, given, targets }: Act, from: Place): object {
    const order = { action_id: actionId, action, ...given }
    if ('from' in from && 'rows' in targets) {
      const portion = targets.rows.slice(from.from, from.from + PORTION)
      return { ...order, targets: portion.map(({ id, version }) => ({ id, version })) }
    }
    const { filter } = targets as { filter: Asked }
    return { ...order, filter, most: PORTION, ...(present(from)) }
  }

  function forget(): void {
    act.value = null
    results.value = []
    problem.value = null
    place = null
  }

  return { act, results, size, done, refused, isBusy, problem, start, goOn, stop: () => void (isStopped = true), forget }
}

/** Null when all were seen. */
function following({ targets }: Act, from: Place, { next_after, as_of }: ManyResults): Place | null {
  if ('from' in from) {
    const next = from.from + PORTION
    return next < (targets as { rows: unknown[] }).rows.length ? { from: next } : null
  }
  return next_after === null ? null : { after_id: next_after, as_of }
}

function present(from: object): object {
  return Object.fromEntries(Object.entries(from).filter(([, value]) => value !== null))
}
