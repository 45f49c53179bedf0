/** Why a department is suggested, in words: the office's own where it wrote any, else what the rule or duty says. */
import { useI18n } from '@/core/i18n'
import type { SuggestionReason } from '@/core/api'

/** What a rule asks of a case; what makes no difference is null. */
export type Conditions = Pick<SuggestionReason, 'category_name' | 'class_name' | 'unit_name' | 'road_name' | 'segment_name' | 'side' | 'source'>

export function useReason() {
  const { t } = useI18n()

  /** One word for each condition: kind, place, side, source. */
  const conditionsOf = (one: Conditions): string[] =>
    [
      one.category_name ?? one.class_name,
      one.unit_name,
      one.segment_name ?? one.road_name,
      one.side && t(`core.side.${one.side}`),
      one.source && t(`desk.cases.source.${one.source}`),
    ].filter((words): words is string => !!words)

  const allOf = (one: Conditions): string => conditionsOf(one).join(' · ') || t('desk.catalog.reason.everything')

  function reasonOf(reason: SuggestionReason): string {
    if (reason.kind === 'rule') return t('desk.catalog.reason.rule', { rank: reason.rank ?? '', words: reason.note || allOf(reason) })
    const unit = reason.unit_name ?? ''
    return reason.category_name ? t('desk.catalog.reason.duty', { unit, kind: reason.category_name }) : t('desk.catalog.reason.duty_all', { unit })
  }

  return { conditionsOf, allOf, reasonOf }
}
