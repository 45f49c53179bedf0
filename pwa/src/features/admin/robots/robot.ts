/** Robots in words: how they fare, why something was not delivered, and what a form sends. */
import type { Id, Robot, RobotSend } from '@/core/api'
import { t } from '@/core/i18n'
import { moment } from '@/core/i18n/time'

export const services = ['wecom', 'dingtalk', 'feishu'] as const
export const events = ['new', 'assigned', 'returned', 'reminded', 'due_soon', 'overdue', 'daily_summary'] as const
export type Service = Robot['service']
export type Event = Robot['events'][number]

const bare: Record<string, string> = { expired: 'expired', removed: 'removed', 'switched off': 'off' }

/** The server says `refused: 310000 sign not match`, `failed: timeout` and the like. */
export function failureWords(failure: string): string {
  const known = bare[failure]
  if (known) return t(`desk.messages.failure.${known}`)
  const [, outcome = 'failed', detail = ''] = /^(limited|refused|failed): (.*)$/.exec(failure) ?? [null, 'failed', failure]
  if (detail === 'timeout' || detail.startsWith('unreachable')) return t(`desk.messages.failure.${detail === 'timeout' ? 'timeout' : 'unreachable'}`)
  const words = t(`desk.messages.failure.${outcome}`)
  return detail ? t('desk.messages.failure.with', { words, detail }) : words
}

export interface Health {
  look: 'green' | 'red' | 'yellow' | 'grey'
  word: string
  why: string[]
}

export function healthOf({ is_active, failure, waiting, next_try_at }: Robot): Health {
  if (!is_active) return { look: 'grey', word: t('desk.messages.robots.off'), why: [] }
  const queue = waiting ? [t('desk.messages.robots.waiting', { n: waiting })] : []
  if (failure) {
    if (next_try_at && waiting) queue.push(t('desk.messages.robots.again', { at: moment(next_try_at) }))
    const isLimited = failure.startsWith('limited')
    return { look: isLimited ? 'yellow' : 'red', word: t(`desk.messages.robots.${isLimited ? 'slowed' : 'fails'}`), why: [failureWords(failure), queue.join(' · ')].filter(Boolean) }
  }
  return { look: 'green', word: t('desk.messages.robots.well'), why: queue }
}

export const sendLook = ({ state, failure }: RobotSend) => (state === 'sent' ? 'green' : state === 'dropped' || failure ? 'red' : 'grey')

/** The half hours of a working day, and the one that is set already. */
export function halfHours(set: string): string[] {
  const all = Array.from({ length: 33 }, (_, i) => toTime(6 * 60 + i * 30))
  return [...new Set([...all, set])].sort()
}

/** "17:30" and minutes since midnight. */
export const toMinute = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
export const toTime = (minute: number) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

export interface Form {
  name: string
  unit_id: Id
  department_id: Id
  service: Service
  address: string
  secret: string
  isUnsigned: boolean
  events: Event[]
  time: string
  is_active: boolean
}

export function formOf(robot: Robot | null, unitId: Id): Form {
  return {
    name: robot?.name ?? '',
    unit_id: robot?.unit_id ?? unitId,
    department_id: robot?.department_id ?? '',
    service: robot?.service ?? 'wecom',
    address: '',
    secret: '',
    isUnsigned: false,
    events: robot?.events ?? ['new', 'overdue', 'daily_summary'],
    time: toTime(robot?.summary_minute ?? 1050),
    is_active: robot?.is_active ?? true,
  }
}

/** An empty field means "as it was": key and secret are never shown to be sent back. */
export function bodyOf({ name, unit_id, department_id, service, address, secret, isUnsigned, events, time, is_active }: Form) {
  return {
    name: name.trim(),
    unit_id,
    department_id: department_id || null,
    service,
    address: address.trim() || null,
    secret: isUnsigned ? '' : secret.trim() || null,
    events,
    summary_minute: toMinute(time),
    is_active,
  }
}
