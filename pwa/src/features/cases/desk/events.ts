/** A row of the log in words. What its `data` may hold differs by move; what is not known is left out. */
import { useI18n } from '@/core/i18n'
import type { CaseEvent } from '@/core/api'
import { moment } from '@/core/i18n/time'

export interface EventWords {
  title: (event: CaseEvent) => string
  detail: (event: CaseEvent) => string
}

export function useEventWords(): EventWords {
  const { t, has } = useI18n()

  function title({ action }: CaseEvent): string {
    const key = `core.action.${action}`
    return has(key) ? t(key) : action
  }

  function detail({ data, action }: CaseEvent): string {
    const said = (name: string) => (typeof data?.[name] === 'string' ? (data[name] as string) : '')
    const parts = [said('department_name'), said('assignee_name'), said('segment_name'), said('into_number')]
    if (said('due_at')) parts.push(t('desk.cases.until', { time: moment(said('due_at')) }))
    if (action === 'report' && said('source')) parts.push(t(`desk.cases.source.${said('source')}`))
    return parts.filter(Boolean).join(' · ')
  }

  return { title, detail }
}
