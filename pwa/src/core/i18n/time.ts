/** Times as an office writes them: "11-23 14:05", "1小时20分". Always the district's zone, whatever the phone's. */
import { t } from '.'

const format = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23',
})

function parts(iso: string): Record<string, string> {
  return Object.fromEntries(format.formatToParts(new Date(iso)).map(({ type, value }) => [type, value]))
}

export function moment(iso: string | null | undefined): string {
  if (!iso) return ''
  const { month, day, hour, minute } = parts(iso)
  return `${month}-${day} ${hour}:${minute}`
}

/** With the year, for what happened long ago or may have. */
export function fullMoment(iso: string | null | undefined): string {
  return iso ? `${parts(iso).year}-${moment(iso)}` : ''
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
