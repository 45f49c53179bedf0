/** Two organisers changed a session at once: what only one of them touched goes together, what both touched is named. */
import type { SessionForm, SiteForm } from './session-form'

export interface Merged {
  form: SessionForm
  /** Fields and names of sites that both changed, each in another way; mine stands in `form`. */
  both: string[]
}

const plain = ['held_on', 'planned_on', 'starts_at', 'ends_at', 'note'] as const

/** Order of names makes no difference, and who came first among helpers neither. */
function understood(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => JSON.stringify(understood(one))).sort()
  if (value === null || typeof value !== 'object') return value
  return Object.entries(value).map(([key, one]) => [key, understood(one)] as const).sort(([a], [b]) => (a < b ? -1 : 1))
}

export const same = (a: unknown, b: unknown): boolean => JSON.stringify(understood(a)) === JSON.stringify(understood(b))

/** `base` is what I began with, `theirs` what stands now. */
export function merge(base: SessionForm, mine: SessionForm, theirs: SessionForm): Merged {
  const both: string[] = []
  const form = { ...theirs }
  for (const field of plain) {
    if (same(mine[field], base[field])) continue
    if (!same(theirs[field], base[field]) && !same(theirs[field], mine[field])) both.push(field)
    Object.assign(form, { [field]: mine[field] })
  }
  form.sites = mergeSites(base.sites, mine.sites, theirs.sites, both)
  return { form, both }
}

function mergeSites(base: SiteForm[], mine: SiteForm[], theirs: SiteForm[], both: string[]): SiteForm[] {
  const find = (sites: SiteForm[], id: string) => sites.find((one) => one.id === id)
  const kept = theirs.flatMap((their) => {
    const before = find(base, their.id)
    const my = find(mine, their.id)
    if (!my) return before ? removed(before, their, both) : [their]
    if (same(my, before) || same(my, their)) return [their]
    if (!same(their, before)) both.push(my.name)
    return [my]
  })
  const added = mine.filter((my) => !find(theirs, my.id) && staysMine(my, find(base, my.id), both))
  return [...kept, ...added]
}

/** I took it out; they wrote on it meanwhile, or not. */
function removed(before: SiteForm, their: SiteForm, both: string[]): SiteForm[] {
  if (!same(before, their)) both.push(their.name)
  return []
}

/** They took out what I have: mine comes back only where I wrote on it. */
function staysMine(my: SiteForm, before: SiteForm | undefined, both: string[]): boolean {
  if (!before) return true
  if (same(my, before)) return false
  both.push(my.name)
  return true
}
