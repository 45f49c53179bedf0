/** A message in a person's words, and how it looks: by what it is, never by colour alone. */
import type { Message } from '@/core/api'
import { t } from '@/core/i18n'
import { moment } from '@/core/i18n/time'

type Look = 'blue' | 'grey' | 'yellow' | 'red'
const looks: Record<Message['kind'], Look> = { new: 'blue', assigned: 'blue', returned: 'yellow', reminded: 'yellow', due_soon: 'yellow', overdue: 'red' }

const wordOf = ({ kind, action }: Message) => (kind === 'returned' && action === 'verify_fail' ? 'rework' : kind)

export const lookOf = ({ kind }: Message): Look => looks[kind]
const over = ['closed', 'rejected', 'merged', 'withdrawn']
/** Nothing is left to be done about it. */
export const isOver = ({ case_status }: Message): boolean => over.includes(case_status)
export const kindOf = (message: Message): string => t(`messages.kind.${wordOf(message)}`)

export function placeOf({ category_name, segment_name, unit_name }: Message): string {
  return `${category_name} · ${segment_name ?? `${t('messages.unplaced')}（${unit_name}）`}`
}

export function sentenceOf(message: Message): string {
  const word = message.kind === 'overdue' ? `overdue_${message.to ?? 'handler'}` : wordOf(message)
  const said = t(`messages.say.${word}`, { who: message.actor_name ?? '', due: moment(message.due_at) })
  return message.note ? said + t('messages.why', { note: message.note }) : said
}
