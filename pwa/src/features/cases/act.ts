/** A move goes into the outbox like a report; the screen does not wait. */
import { useI18n } from '@/core/i18n'
import type { NamedPhoto, PhoneAction, WholeCase } from '@/core/api'
import { enqueueMove } from '@/core/outbox'
import { say } from '@/core/ui/toast'
import { useSession } from '@/features/session/store'
import { useKept } from './kept'

export function useAct() {
  const { t } = useI18n()
  const session = useSession()
  const tellKept = useKept()

  return async (whole: WholeCase, action: PhoneAction, note = '', photos: NamedPhoto[] = []): Promise<boolean> => {
    const words = note.trim()
    const body = {
      action_id: crypto.randomUUID(), action, version: whole.version,
      ...(words && { note: words }), ...(photos.length && { photos: photos.map((photo) => ({ ...photo })) }),
    }
    const label = {
      title: whole.category_name, place: whole.segment_name ?? '',
      thumb_sha256: photos[0]?.sha256 ?? whole.photos[0]?.sha256 ?? null,
    }
    try {
      await enqueueMove(session.id, whole.id, body, label)
    } catch {
      say(t('cases.report.disk_full'))
      return false
    }
    navigator.vibrate?.(20)
    void tellKept(whole.id)
    return true
  }
}
