/** What a form lacks before it can be saved, by its own labels: a grey button says why. */
import { useI18n } from '@/core/i18n'

/** `[label's key, whether it is given]`; '' where nothing lacks. */
export function useLack(): (fields: [label: string, given: unknown][]) => string {
  const { t } = useI18n()
  return (fields) => {
    const names = fields.filter(([, given]) => !given).map(([label]) => t(label))
    return names.length ? t('admin.lack', { fields: names.join(t('desk.app.and')) }) : ''
  }
}
