/** What goes wrong with a photo, in words; one that found no room stays in hand. */
import { isOutOfRoom } from '@/core/db/room'
import { useI18n } from '@/core/i18n'
import { say } from '@/core/ui/toast'
import { BrokenPhoto } from '@/features/media/prepare'
import { holdUnkept } from '@/features/media/unkept'
import { SamePhoto } from './capture'

export function useTrouble() {
  const { t } = useI18n()

  return (error: unknown, file: Blob, again: () => void): void => {
    if (error instanceof SamePhoto) say(t('cases.report.same_photo'))
    else if (error instanceof BrokenPhoto) say(t('media.broken'))
    else {
      holdUnkept(file, again)
      say(t(isOutOfRoom(error) ? 'cases.report.disk_full' : 'cases.report.not_kept'))
    }
  }
}
