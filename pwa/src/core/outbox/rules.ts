/** What an answer means for what was sent. Pure, so that every rule can be tested alone. */
import type { Answer } from '@/core/api/http'
import { codeOf } from '@/core/api/http'

/**
 * done: received · login: keep all, ask for a log-in · csrf: fetch a new token, go on ·
 * offline: nobody of ours answered, the whole queue waits · later: ours is busy, this record waits ·
 * refused: the person must look, the words are kept.
 */
export type Verdict = 'done' | 'login' | 'csrf' | 'offline' | 'later' | 'refused'

const busy = new Set([408, 425, 429])

export function judge(answer: Answer | null, isReceipt: (body: unknown) => boolean): Verdict {
  if (answer === null || !answer.isOurs) return 'offline'
  const { status } = answer
  if (status === 200 || status === 201) return isReceipt(answer.body) ? 'done' : 'offline'
  if (status === 401) return 'login'
  if (status === 403 && codeOf(answer) === 'csrf') return 'csrf'
  // The person is on the way to a new password; nothing is wrong with what was written.
  if (busy.has(status) || status >= 500 || codeOf(answer) === 'password_change_required') return 'later'
  return status >= 400 ? 'refused' : 'offline'
}

const LONGEST_MS = 5 * 60_000

/** Doubles from two seconds to five minutes; a tenth of chance keeps a street full of phones from calling in step. */
export function backOff(attempts: number, retryAfter: number | null, chance = Math.random()): number {
  const doubled = Math.min(LONGEST_MS, 1000 * 2 ** Math.min(attempts, 10))
  return Math.max(doubled * (0.9 + 0.1 * chance), Math.min(LONGEST_MS, (retryAfter ?? 0) * 1000))
}
