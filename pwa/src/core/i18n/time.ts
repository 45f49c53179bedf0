/** Times as an office writes them: "11-23 14:05", "1小时20分". Always the district's zone, whatever the phone's. */
import { t } from '.'

/** China keeps one time all year; to make an Intl.DateTimeFormat takes a slow phone a tenth of a second before its first screen. */
const SHANGHAI_MS = 8 * 3600_000

const inShanghai = (iso: string) => new Date(Date.parse(iso) + SHANGHAI_MS).toISOString()

export function moment(iso: string | null | undefined): string {
  if (!iso) return ''
  return inShanghai(iso).slice(5, 16).replace('T', ' ')
}

/** With the year, for what happened long ago or may have. */
export function fullMoment(iso: string | null | undefined): string {
  return iso ? inShanghai(iso).slice(0, 16).replace('T', ' ') : ''
}

/** "14:05" of today, with the date for any other day. */
export function clock(iso: string): string {
  return moment(iso).startsWith(moment(new Date().toISOString()).slice(0, 6)) ? moment(iso).slice(6) : moment(iso)
}

/** "3天4小时", "1小时20分", "5分"; days only from two on, so that hours stay comparable. */
export function useDuration(): (ms: number) => string {
  return (ms) => {
    const minutes = Math.max(0, Math.round(ms / 60_000))
    const hours = Math.floor(minutes / 60)
    if (hours >= 48) return t('core.time.days', { d: Math.floor(hours / 24), h: hours % 24 })
    if (hours >= 10) return t('core.time.hours', { h: hours })
    return hours ? t('core.time.hours_minutes', { h: hours, m: minutes % 60 }) : t('core.time.minutes', { m: minutes })
  }
}
