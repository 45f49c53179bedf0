/** Shows the last good answer at once, then the fresh one when it comes. */
import { ref, type Ref } from 'vue'
import { getIfChanged, ApiProblem } from '@/core/api'
import { db } from '.'

export interface Cached<T> {
  data: Ref<T | null>
  /** When the shown answer was fetched; null while there is none. */
  keptAt: Ref<string | null>
  /** The last attempt failed: what is shown may be old. */
  isStale: Ref<boolean>
  isLoading: Ref<boolean>
  load: () => Promise<void>
}

export function useCached<T>(owner: () => string, where: string | (() => string)): Cached<T> {
  const data = ref(null) as Ref<T | null>
  const keptAt = ref<string | null>(null)
  const isStale = ref(false)
  const isLoading = ref(false)

  let shownFor = ''

  async function load(): Promise<void> {
    const path = typeof where === 'string' ? where : where()
    // Another person, another question: nothing of the former may stay on the screen.
    if (shownFor !== owner() + path) data.value = null
    shownFor = owner() + path
    isLoading.value = true
    const kept = await db.answers.get([owner(), path]).catch(() => undefined)
    if (kept && data.value === null) {
      data.value = kept.data as T
      keptAt.value = kept.kept_at
    }
    try {
      const fresh = await getIfChanged<T>(path, kept?.etag ?? null)
      keptAt.value = new Date().toISOString()
      isStale.value = false
      if (fresh) {
        data.value = fresh.data
        await keepAnswer(owner(), path, fresh.data, fresh.etag)
      }
    } catch (error) {
      const status = error instanceof ApiProblem ? error.status : null
      // That the log-in has ended is told once, above everything; the network is not to blame.
      isStale.value = status !== 404 && status !== 401
      if (status === 404) data.value = null
    } finally {
      isLoading.value = false
    }
  }
  return { data, keptAt, isStale, isLoading, load }
}

export async function keepAnswer(owner: string, path: string, data: unknown, etag: string | null = null): Promise<void> {
  // A full disk must not hide an answer that is already here.
  await db.answers.put({ owner, path, data, etag, kept_at: new Date().toISOString() }).catch(() => undefined)
}
