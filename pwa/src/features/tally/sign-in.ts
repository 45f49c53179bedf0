/** Signing in: asks until somebody answers; the same token each time, so that it counts once. */
import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import { ApiProblem, type ApiProblem as Problem } from '@/core/api'
import { request } from '@/core/api/http'
import { backOff } from '@/core/outbox/rules'
import { doneAt, noteDone, phoneToken, type Done } from './phone-token'
import type { SignInBody, SignInReceipt, SignInShown } from './types'

const TIMEOUT_MS = 15_000
const LONGEST_MS = 20_000
const CLOSED_AGAIN_MS = 30_000

/** opening · form · signing · done · closed: before, after or instead · unknown: no such code. */
export type Phase = 'opening' | 'form' | 'signing' | 'done' | 'closed' | 'unknown'
export type Chosen = Omit<SignInBody, 'token'>

/** Ours answered, and asking again would not change it. */
const isFinal = (error: unknown): error is Problem => error instanceof ApiProblem && error.status < 500 && error.status !== 429

export function useSignIn(code: string) {
  const path = `/cleanup-sign-ins/${encodeURIComponent(code)}`
  const before = doneAt(code)
  const phase = ref<Phase>(before ? 'done' : 'opening')
  const shown = shallowRef<SignInShown | null>(null)
  const done = shallowRef<Done | null>(before)
  const isNew = ref(false)
  const isTrying = ref(false)
  const problem = shallowRef<Problem | null>(null)
  const isCancelled = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let goOn: () => void = () => undefined
  let isOver = false

  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      goOn = resolve
      timer = setTimeout(resolve, ms)
    })

  /** Until there is an answer that is ours; null when the page has been left. */
  async function insist<T>(method: string, json?: unknown): Promise<T | null> {
    for (let attempts = 1; !isOver; attempts++) {
      try {
        const answer = await request<T>(method, path, { json, timeoutMs: TIMEOUT_MS })
        isTrying.value = false
        return answer
      } catch (error) {
        if (isFinal(error)) throw error
        isTrying.value = true
        await pause(Math.min(LONGEST_MS, backOff(attempts, error instanceof ApiProblem ? error.retryAfter : null)))
      }
    }
    return null
  }

  async function open(): Promise<void> {
    try {
      shown.value = await insist<SignInShown>('GET')
    } catch (error) {
      return fail(error as Problem)
    }
    if (!shown.value || phase.value === 'done') return
    phase.value = shown.value.is_open ? 'form' : 'closed'
    if (phase.value === 'closed') timer = setTimeout(() => void open(), CLOSED_AGAIN_MS)
  }

  async function sign(chosen: Chosen, named = ''): Promise<void> {
    phase.value = 'signing'
    problem.value = null
    try {
      const receipt = await insist<SignInReceipt>('POST', { ...chosen, token: phoneToken() })
      if (receipt) take(receipt, named)
    } catch (error) {
      fail(error as Problem)
    }
  }

  function take({ is_new, signed_at, category_code, site_id }: SignInReceipt, named: string): void {
    const category = shown.value?.categories.find((one) => one.code === category_code)?.name ?? ''
    const site = shown.value?.sites.find((one) => one.id === site_id)?.name ?? ''
    // What stands from before may have been for another shop.
    done.value = { code, signed_at, category, site, named: is_new ? named : '' }
    noteDone(done.value)
    isNew.value = is_new
    phase.value = 'done'
  }

  function fail(error: Problem): void {
    isTrying.value = false
    if (phase.value === 'done') return
    if (error.code === 'sign_in_unknown') return void (phase.value = 'unknown')
    if (error.code === 'sign_in_closed') {
      isCancelled.value = error.document.is_cancelled === true
      return void (phase.value = 'closed')
    }
    problem.value = error
    phase.value = shown.value ? 'form' : 'unknown'
  }

  /** Why it is closed, as far as the phone's own clock can tell. */
  const closed = computed<'not_yet' | 'over' | 'cancelled'>(() => {
    const { opens_at = '', closes_at = '' } = shown.value ?? {}
    if (isCancelled.value) return 'cancelled'
    if (Date.now() < Date.parse(opens_at)) return 'not_yet'
    return Date.now() > Date.parse(closes_at) ? 'over' : 'cancelled'
  })

  /** Now, without waiting out the pause. */
  function hurry(): void {
    clearTimeout(timer)
    goOn()
  }

  window.addEventListener('online', hurry)
  onScopeDispose(() => {
    isOver = true
    hurry()
    window.removeEventListener('online', hurry)
  })
  return { phase, shown, done, isNew, isTrying, problem, closed, open, sign, hurry }
}
