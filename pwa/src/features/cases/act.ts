/** A move goes into the outbox like a report; the screen does not wait. */
import { useI18n } from '@/core/i18n'
import type { NamedPhoto, PhoneAction, WholeCase } from '@/core/api'
import { enqueueMove } from '@/core/outbox'
import { say } from '@/core/ui/toast'
import { useSession } from '@/features/session/store'
import { useKept } from './kept'

type Finish = (act: (photos: NamedPhoto[]) => Promise<number>) => Promise<unknown>

export function useAct() {
  const { t } = useI18n()
  const session = useSession()
  const tellKept = useKept()

  const enqueue = (whole: WholeCase, action: PhoneAction, note: string, photos: NamedPhoto[]) => {
    const words = note.trim()
    const body = { action_id: crypto.randomUUID(), action, version: whole.version, ...(words && { note: words }), ...(photos.length && { photos }) }
    const label = {
      title: whole.category_name, place: whole.segment_name ?? '',
      thumb_sha256: photos[0]?.sha256 ?? whole.photos[0]?.sha256 ?? null,
    }
    return enqueueMove(session.id, whole.id, body, label)
  }

  /** `finish` hands over the photos of a move that was being written, and lets go of it in the same transaction. */
  return async (whole: WholeCase, action: PhoneAction, note = '', finish: Finish = (act) => act([])): Promise<boolean> => {
    try {
      await finish((photos) => enqueue(whole, action, note, photos))
    } catch {
      say(t('cases.report.disk_full'))
      return false
    }
    navigator.vibrate?.(20)
    void tellKept(whole.id)
    return true
  }
}
