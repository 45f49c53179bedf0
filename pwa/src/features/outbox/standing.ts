/** Where an entry stands, in the person's words: why it waits and until when. */
import { useI18n } from '@/core/i18n'
import { useDuration } from '@/core/i18n/time'
import type { CallBody, OutboxEntry } from '@/core/db'
import { line, underway, waitOf } from '@/core/outbox'
import { useNow } from '@/core/ui/now'
import { useProblemWords } from '@/core/ui/problem'
import type { Tone } from '@/core/ui/status'
import { useSession } from '@/features/session/store'
import './words'

export const looks: Record<OutboxEntry['state'], { tone: Tone; shape: string }> = {
  waiting: { tone: 'yellow', shape: '○' },
  sending: { tone: 'blue', shape: '◐' },
  needs_you: { tone: 'red', shape: '●' },
  received: { tone: 'green', shape: '✓' },
}

/** What stands before an entry of the same case: it waits its turn, or for the person. */
export type Before = 'none' | 'waits' | 'stuck'

/** Opened without a network the sender has not even begun: nothing is said to leave in a moment. */
export function useOffline(): () => boolean {
  const session = useSession()
  return () => line.value === 'offline' || session.standing === 'remembered' || navigator.onLine === false
}

export function useStanding() {
  const { t, has } = useI18n()
  const isOffline = useOffline()
  const words = useProblemWords()
  const duration = useDuration()
  const now = useNow()

  function photos(entry: OutboxEntry): string {
    const all = entry.photos.length
    if (!all || entry.state === 'received') return ''
    const share = underway.value?.seq === entry.seq ? Math.round(underway.value.share * 100) : 0
    const percent = share > 0 && share < 100 ? t('outbox.percent', { share }) : ''
    return t('outbox.photos', { sent: entry.photos_sent.length, all }) + percent
  }

  function waiting(entry: OutboxEntry, before: Before, hasEnded: boolean): string {
    if (before !== 'none') return t(before === 'stuck' ? 'outbox.why.stuck' : 'outbox.why.behind')
    if (hasEnded) return t('outbox.why.login')
    if (isOffline()) return (entry.problem ? words(entry.problem) : '') + t('outbox.why.offline')
    const wait = waitOf(entry, now.value)
    const next = wait > 1000 ? t('outbox.why.next', { time: wait < 60_000 ? t('outbox.why.soon') : duration(wait) }) : ''
    if (entry.problem) return words(entry.problem) + next
    if ((entry.hold_until ?? 0) > now.value && !entry.is_tried) return t('outbox.why.undo')
    return next || t('outbox.why.queued')
  }

  /** What refuses a case or a cleanup in one word means something else of each. */
  function refused({ kind, body, problem }: OutboxEntry): string {
    const isOvertaken = problem?.code === 'stale_version' && (body as CallBody).act === 'order'
    const own = `outbox.cleanup.error.${isOvertaken ? 'move_not_allowed' : problem?.code}`
    return kind === 'cleanup' && has(own) ? t(own) : words(problem)
  }

  function reason(entry: OutboxEntry, before: Before, hasEnded: boolean): string {
    if (entry.state === 'needs_you') return refused(entry)
    return entry.state === 'waiting' ? waiting(entry, before, hasEnded) : ''
  }

  return { photos, reason }
}
