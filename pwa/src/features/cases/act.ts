/** A move goes into the outbox like a report; the screen does not wait. */
import { useI18n } from '@/core/i18n'
import type { MoveBody, NamedPhoto, PhoneAction, WholeCase } from '@/core/api'
import { db, type Saw } from '@/core/db'
import { enqueueMove, UNDO_MS } from '@/core/outbox'
import { calm } from '@/core/ui/calm'
import { say } from '@/core/ui/toast'
import { useSession } from '@/features/session/store'
import { useKept } from './kept'
import { plainSailing } from './moves'

type Finish = (act: (photos: NamedPhoto[]) => Promise<number>) => Promise<unknown>

/** Beside words and photos: until when, or where to. */
export type More = Pick<MoveBody, 'due_at' | 'segment_id' | 'location'>

function sawOf({ status, version, due_at, department_name, assignee_name, segment_name, events }: WholeCase): Saw {
  return { status, version, due_at, department_name, assignee_name, segment_name, event_id: events.at(-1)?.id ?? null }
}

export function useAct() {
  const { t } = useI18n()
  const session = useSession()
  const tellKept = useKept()

  const enqueue = (whole: WholeCase, action: PhoneAction, note: string, photos: NamedPhoto[], more: More) => {
    const body = { action_id: crypto.randomUUID(), action, version: whole.version, ...(note && { note }), ...(photos.length && { photos }), ...more }
    const label = {
      title: whole.category_name, place: whole.segment_name ?? '',
      thumb_sha256: photos[0]?.sha256 ?? whole.photos[0]?.sha256 ?? null,
    }
    const hold = plainSailing.includes(action) ? 0 : UNDO_MS
    return enqueueMove(session.id, whole.id, body, label, { hold, saw: sawOf(whole) })
  }

  /** Undone, words and photos are there again when the same move is opened. */
  async function putBack(whole: WholeCase, action: PhoneAction, words: string, photos: NamedPhoto[]): Promise<void> {
    if (!words && !photos.length) return
    await db.unfinished.put({ id: `${session.id} ${whole.id} ${action}`, owner: session.id, photos, reason: '', words, updated_at: new Date().toISOString() })
  }

  let isActing = false

  /** `finish` hands over the photos of a move that was being written, and lets go of it in the same transaction. */
  return async (whole: WholeCase, action: PhoneAction, note = '', finish: Finish = (act) => act([]), more: More = {}): Promise<boolean> => {
    // Before anything is waited for: the second tap of one and the same finger finds it set.
    if (isActing) return false
    isActing = true
    calm()
    const words = note.trim()
    let seq = 0
    let shown: NamedPhoto[] = []
    try {
      await finish(async (photos) => (seq = await enqueue(whole, action, words, (shown = photos), more)))
    } catch {
      say(t('cases.report.disk_full'))
      return false
    } finally {
      isActing = false
    }
    navigator.vibrate?.(20)
    void tellKept(whole.id, plainSailing.includes(action) ? {} : { seq, undone: () => putBack(whole, action, words, shown) })
    return true
  }
}
