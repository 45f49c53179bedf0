/** What is other in a session than when it was last seen, in lines to be read. */
import { same } from './merging'
import type { Site, WholeSession } from './types'

export interface Difference {
  field: 'state' | 'held_on' | 'times' | 'note' | 'reason' | 'site' | 'sources' | 'code'
  /** The site it is about. */
  site?: string
  before: string
  now: string
}

const times = ({ starts_at, ends_at }: WholeSession) => [starts_at, ends_at].filter(Boolean).join('–')
const plan = ({ name, segment_id, road_id, location, lead, helpers, planned }: Site) => ({ name, segment_id, road_id, location, lead, helpers, planned })
const standing = ({ sites }: WholeSession) => sites.filter(({ is_withdrawn }) => !is_withdrawn)

/** Counts are left out: they only ever come in, and nobody overwrites them. */
export function differences(seen: WholeSession, now: WholeSession): Difference[] {
  const lines: Difference[] = (['state', 'held_on', 'note', 'reason'] as const).map((field) => ({ field, before: seen[field], now: now[field] }))
  lines.push({ field: 'times', before: times(seen), now: times(now) })
  return [...lines.filter((line) => line.before !== line.now), ...ofSites(seen, now), ...ofChoices(seen, now)]
}

function ofSites(seen: WholeSession, now: WholeSession): Difference[] {
  const before = standing(seen)
  const after = standing(now)
  const gone = before.filter(({ id }) => !after.some((one) => one.id === id))
  const fresh = after.filter(({ id }) => !before.some((one) => one.id === id))
  const other = after.filter((one) => before.some((old) => old.id === one.id && !same(plan(old), plan(one))))
  return [
    ...gone.map(({ name }): Difference => ({ field: 'site', site: name, before: name, now: '' })),
    ...fresh.map(({ name }): Difference => ({ field: 'site', site: name, before: '', now: name })),
    ...other.map(({ id, name }): Difference => ({ field: 'site', site: name, before: before.find((old) => old.id === id)!.name, now: name })),
  ]
}

/** Only choices: by the rule, sources change with every count. */
function ofChoices(seen: WholeSession, now: WholeSession): Difference[] {
  return now.sites.flatMap((site) => {
    const old = seen.sites.find(({ id }) => id === site.id)
    const codes = new Set([...Object.keys(site.counted), ...Object.keys(old?.counted ?? {})])
    const chosen = (one: Site | undefined, code: string) => (one?.counted[code]?.is_chosen ? one.counted[code].sources.join(' ') : '')
    return [...codes].filter((code) => chosen(old, code) !== chosen(site, code)).map((code): Difference => ({ field: 'sources', site: site.name, before: chosen(old, code), now: chosen(site, code) }))
  })
}
