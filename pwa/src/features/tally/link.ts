/** What a helper's link opens, kept on the phone from the first visit on. */
import { computed, ref, shallowRef, type ComputedRef, type Ref } from 'vue'
import { ApiProblem, getIfChanged } from '@/core/api'
import { db } from '@/core/db'
import { keepAnswer } from '@/core/db/answers'
import { adoptToken, sendTallies } from '@/core/tally'
import type { LinkPage } from './types'

const TIMEOUT_MS = 15_000

export interface Link {
  page: Ref<LinkPage | null>
  /** Why the server would not open it; null while it does, or while nobody says. */
  refusal: ComputedRef<'unknown' | 'revoked' | 'closed' | 'other' | null>
  isSilent: Ref<boolean>
  isLoading: Ref<boolean>
  load: () => Promise<void>
}

const refusals: Record<string, 'unknown' | 'revoked' | 'closed'> = { link_unknown: 'unknown', link_revoked: 'revoked', link_closed: 'closed' }

export function useLink(token: string): Link {
  const path = `/cleanup-links/${token}`
  const page = shallowRef<LinkPage | null>(null)
  const problem = shallowRef<unknown>(null)
  const isLoading = ref(false)
  const isSilent = ref(false)
  let etag: string | null = null

  /** Nobody's in particular: whoever holds the link holds all it opens. */
  async function recall(): Promise<void> {
    const kept = await db.answers.get(['', path]).catch(() => undefined)
    if (page.value || !kept) return
    page.value = kept.data as LinkPage
    etag = kept.etag
  }

  async function ask(): Promise<void> {
    const fresh = await getIfChanged<LinkPage>(path, etag, TIMEOUT_MS)
    problem.value = null
    if (fresh) await show(fresh.data, fresh.etag)
    await adoptToken(page.value!.site_id, token)
    void sendTallies()
  }

  async function show(data: LinkPage, as: string | null): Promise<void> {
    page.value = data
    etag = as
    await keepAnswer('', path, data, as)
  }

  async function load(): Promise<void> {
    isLoading.value = true
    if (!page.value) await recall()
    await ask().then(() => (isSilent.value = false), fail)
    isLoading.value = false
  }

  function fail(error: unknown): void {
    const isRefused = error instanceof ApiProblem && error.status < 500 && error.status !== 429
    problem.value = isRefused ? error : problem.value
    isSilent.value = !isRefused
  }

  const refusal = computed(() => (problem.value instanceof ApiProblem ? (refusals[problem.value.code] ?? 'other') : null))
  return { page, refusal, isSilent, isLoading, load }
}
