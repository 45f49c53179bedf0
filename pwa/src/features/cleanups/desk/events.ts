/** What an order's `data` says, in words; what is not known is left out. */
import { useI18n } from '@/core/i18n'
import { useTerms } from './terms'
import type { SessionEvent, Way, WholeSession } from './types'

export function useEventWords(whole: () => WholeSession): (event: SessionEvent) => string {
  const { t } = useI18n()
  const terms = useTerms()

  function choice({ data }: SessionEvent): string {
    const site = whole().sites.find(({ id }) => id === data.site_id)?.name
    const sources = (data.sources as Way[] | null) ?? []
    const way = sources.length ? sources.map((one) => t(`desk.cleanups.way.${one}`)).join(t('desk.cleanups.way.and')) : t('desk.cleanups.way.back_to_rule')
    return [site, terms.categoryName(String(data.category_code)), way].filter(Boolean).join(' · ')
  }

  return (event) => {
    if (event.action === 'choose_sources') return choice(event)
    if (event.action === 'postpone') return `${String(event.data.from)} → ${String(event.data.to)}`
    return ''
  }
}
