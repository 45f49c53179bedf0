/** What else is, or was, the same as the case shown: asked once for each, and again when it has changed. */
import { watch } from 'vue'
import { useI18n } from '@/core/i18n'
import type { DuplicateRow, Id, Twins } from '@/core/api'
import { useAsked, type Asked } from '@/core/api/asked'
import { useDuration } from '@/core/i18n/time'

export function useTwins(id: () => Id, version: () => number | undefined): Asked<Twins> {
  const asked = useAsked<Twins>(() => `/cases/${id()}/duplicates`)
  watch(version, (now, before) => before !== undefined && now !== undefined && asked.data.value && void asked.load())
  return asked
}

/** "12 米 · 相差 25分 · 照片相似 92%"; what is not known is left out. */
export function useTwinWords(): (row: DuplicateRow) => string {
  const { t } = useI18n()
  const duration = useDuration()
  return ({ distance_m, minutes_apart, likeness }) => [
    distance_m === null ? '' : t('desk.cases.twin.metres', { m: Math.round(distance_m) }),
    t('desk.cases.twin.apart', { time: duration(minutes_apart * 60_000) }),
    likeness === null ? '' : t('desk.cases.twin.likeness', { n: Math.round(likeness * 100) }),
  ].filter(Boolean).join(' · ')
}
