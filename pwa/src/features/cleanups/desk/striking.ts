/** Taking counters, sign-ins and entries out of the count, and putting them back. Nothing is deleted. */
import { ref, shallowRef, type Ref } from 'vue'
import { useI18n } from '@/core/i18n'
import { post, type Id } from '@/core/api'
import { say } from '@/core/ui/toast'

export type Struck = 'counter' | 'entry' | 'sign_in'

export interface Striking {
  isBusy: Ref<boolean>
  problem: Ref<unknown>
  /** True when it went through; the toast offers the way back. */
  strike: (kind: Struck, ids: Id[], reason: string) => Promise<boolean>
  restore: (kind: Struck, ids: Id[]) => Promise<boolean>
}

export function useStriking(sessionId: () => Id, changed: () => void): Striking {
  const { t } = useI18n()
  const isBusy = ref(false)
  const problem = shallowRef<unknown>(null)

  async function send(kind: Struck, ids: Id[], is_struck: boolean, reason: string): Promise<boolean> {
    if (isBusy.value || !ids.length) return false
    isBusy.value = true
    problem.value = null
    try {
      await post(`/cleanup-sessions/${sessionId()}/strikes`, { kind, ids, is_struck, reason })
      changed()
      return true
    } catch (error) {
      problem.value = error
      return false
    } finally {
      isBusy.value = false
    }
  }

  async function strike(kind: Struck, ids: Id[], reason: string): Promise<boolean> {
    const isDone = await send(kind, ids, true, reason)
    if (isDone) say(t('desk.cleanups.strike.done', { n: ids.length }), { words: t('desk.cleanups.undo'), run: () => void restore(kind, ids) })
    return isDone
  }

  async function restore(kind: Struck, ids: Id[]): Promise<boolean> {
    const isDone = await send(kind, ids, false, '')
    if (isDone) say(t('desk.cleanups.strike.restored', { n: ids.length }))
    return isDone
  }

  return { isBusy, problem, strike, restore }
}
