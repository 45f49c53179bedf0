/** What to lay side by side: for a move what the person saw and what stands now, for a report the two reports. */
import type { CaseEvent, MoveBody, ReportBody, WholeCase } from '@/core/api'
import type { OutboxEntry, Saw } from '@/core/db'
import { useI18n } from '@/core/i18n'
import { fullMoment, moment } from '@/core/i18n/time'
import { useCatalog } from '@/features/catalog/store'
import './words'

export interface Row {
  name: string
  mine: string
  theirs: string
  differs: boolean
}

const side = (name: string, mine: string, theirs: string, isKnown = true): Row => ({ name, mine: mine || '—', theirs: theirs || '—', differs: isKnown && mine !== theirs })

/** Newest last, as the log tells them; the person's own among them. */
export const photosOf = (whole: WholeCase | null) => (whole?.photos ?? []).slice(-6).map((photo) => photo.sha256)

/** What happened after the person looked. */
export function eventsSince(saw: Saw | undefined, whole: WholeCase | null): CaseEvent[] {
  if (!whole) return []
  const seen = whole.events.findIndex((event) => event.id === saw?.event_id)
  return seen < 0 ? whole.events.slice(-1) : whole.events.slice(seen + 1)
}

export function useSides() {
  const { t } = useI18n()
  const catalog = useCatalog()

  const who = (at: Pick<WholeCase, 'department_name' | 'assignee_name'>) => [at.department_name, at.assignee_name].filter(Boolean).join(' ')

  function ofMove(entry: OutboxEntry, now: WholeCase | null): Row[] {
    const { saw } = entry
    const body = entry.body as MoveBody
    const state: [string, (at: Saw | WholeCase) => string][] = [
      ['status', (at) => t(`core.status.${at.status}`)],
      ['hands', who],
      ['due', (at) => moment(at.due_at)],
      ['segment', (at) => at.segment_name ?? ''],
    ]
    const rows = state.map(([name, tell]) => side(name, saw ? tell(saw) : '', now ? tell(now) : '', Boolean(saw && now)))
    const mine = [t(`core.action.${body.action}`), body.note].filter(Boolean).join('：')
    const last = now?.events.at(-1)
    const theirs = last ? [t(`core.action.${last.action}`), last.note].filter(Boolean).join('：') : ''
    return [side('step', mine, theirs, false), ...rows]
  }

  function ofReport(entry: OutboxEntry, now: WholeCase | null): Row[] {
    const body = entry.body as ReportBody
    const category = catalog.find(body.category_code)?.name ?? entry.title
    const isKnown = now !== null
    return [
      side('category', category, now?.category_name ?? '', isKnown),
      side('segment', entry.place, now?.segment_name ?? '', isKnown),
      side('seen', fullMoment(body.observed_at), fullMoment(now?.observed_at), isKnown),
      side('words', body.description ?? '', now?.description ?? '', isKnown),
      side('reporter', '', now?.reporter_name ?? '', false),
    ]
  }

  const rows = (entry: OutboxEntry, now: WholeCase | null) => (entry.kind === 'move' ? ofMove(entry, now) : ofReport(entry, now))

  function since(entry: OutboxEntry, now: WholeCase | null): string[] {
    if (entry.kind === 'report') return []
    return eventsSince(entry.saw, now).map(({ actor_id, actor_name, at, action, note }) =>
      t('outbox.clash.since', { name: actor_id === entry.owner ? t('outbox.clash.you') : actor_name, time: moment(at), act: [t(`core.action.${action}`), note].filter(Boolean).join('：') }),
    )
  }

  return { rows, since }
}
