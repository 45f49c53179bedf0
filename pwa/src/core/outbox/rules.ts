/** What an answer means for what was sent, and when to try again. Pure, so that every rule can be tested alone. */
import type { Answer } from '@/core/api/answer'
import type { OutboxEntry } from '@/core/db'
import { codeOf } from '@/core/api/http'

/**
 * done: received · login: keep all, ask for a log-in · csrf: fetch a new token, go on ·
 * offline: nobody of ours answered, the whole queue waits · later: ours is busy, this record waits ·
 * refused: the person must look, the words are kept · lost: another sender has taken over.
 */
export type Verdict = 'done' | 'login' | 'csrf' | 'offline' | 'later' | 'refused' | 'lost'

const busy = new Set([408, 425, 429])
/** Nothing is wrong with what was written: a new password is on its way, another's photo, the right server. */
const passing = new Set(['password_change_required', 'photos_missing', 'no_such_path'])
/** We send whole JSON and bytes under their own hash: who received something else got it from a bad line. */
const spoilt = new Set(['malformed_json', 'hash_mismatch', 'bad_request'])
const SPOILT_AT_MOST = 6

export function judge(answer: Answer | null, isReceipt: (body: unknown) => boolean, attempts = 1): Verdict {
  if (answer === null || !answer.isOurs) return 'offline'
  const { status } = answer
  const code = codeOf(answer) ?? ''
  // A portal, too, may have nothing to say: ours leaves its mark.
  const isTaken = status === 200 || status === 201 || (status === 204 && answer.isMarked)
  if (isTaken) return isReceipt(answer.body) ? 'done' : 'offline'
  if (status === 401) return 'login'
  if (status === 403 && code === 'csrf') return 'csrf'
  if (busy.has(status) || status >= 500 || passing.has(code)) return 'later'
  if (spoilt.has(code) && attempts < SPOILT_AT_MOST) return 'later'
  return status >= 400 ? 'refused' : 'offline'
}

export const LONGEST_MS = 5 * 60_000
/** As long as the toast that offers to undo stays. */
export const UNDO_MS = 6000

/** Doubles from two seconds to five minutes; a tenth of chance keeps a street full of phones from calling in step. */
export function backOff(attempts: number, retryAfter: number | null, chance = Math.random()): number {
  const doubled = Math.min(LONGEST_MS, 1000 * 2 ** Math.min(attempts, 10))
  return Math.max(doubled * (0.9 + 0.1 * chance), Math.min(LONGEST_MS, (retryAfter ?? 0) * 1000))
}

/** Milliseconds until a moment. One farther off than anybody ever waits was set by a clock that has been put right since. */
function until(at: number, now: number, longest: number): number {
  return at > now + longest ? 0 : Math.max(0, at - now)
}

/** Milliseconds until an entry may go. */
export function waitOf({ next_try_at, hold_until = 0 }: Pick<OutboxEntry, 'next_try_at' | 'hold_until'>, now: number): number {
  return Math.max(until(next_try_at, now, LONGEST_MS), until(hold_until, now, UNDO_MS))
}

/** Once tried without an answer it may be on the server; changed, it would clash with itself there. */
export function mayTakeBack({ is_record_sent, is_tried, attempts, state }: OutboxEntry): boolean {
  return !is_record_sent && !(is_tried ?? attempts > 0) && (state === 'waiting' || state === 'needs_you')
}
