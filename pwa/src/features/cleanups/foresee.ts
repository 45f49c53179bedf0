/** A session as it will be once what was done on this phone has arrived; undone by itself where that is refused. */
import type { Id } from '@/core/api'
import type { CallBody, OutboxEntry } from '@/core/db'
import type { Ticks } from '@/core/outbox'
import type { Site, SiteCase, SitePhoto, SiteShop, WholeSession } from '@/features/today/types'

export interface ShownPhoto extends Pick<SitePhoto, 'sha256' | 'role'> {
  /** The server's number; null while it has none. */
  pair: number | null
  /** The photo it was taken for, until the server numbers both. */
  beside: string | null
  isPending: boolean
}

export interface ShownCase extends SiteCase {
  isPending: boolean
}

export interface ShownSite extends Omit<Site, 'photos' | 'cases'> {
  photos: ShownPhoto[]
  cases: ShownCase[]
}

export interface ShownSession extends Omit<WholeSession, 'sites'> {
  sites: ShownSite[]
}

/** What the answer does not know yet: under way, or received after it. What needs the person has not happened. */
export function unknownTo(entries: OutboxEntry[], keptAt: string | null): OutboxEntry[] {
  return entries.filter(({ state, received_at }) => state !== 'needs_you' && !(state === 'received' && (received_at ?? '') <= (keptAt ?? '')))
}

const callOf = (entry: OutboxEntry) => entry.body as CallBody
const last = (path: string) => path.split('/').at(-1)!

function withPhoto(photos: ShownPhoto[], entry: OutboxEntry): ShownPhoto[] {
  const { json } = callOf(entry)
  const { role, beside } = json as { role: SitePhoto['role']; beside?: string }
  const sha256 = entry.thumb_sha256 ?? entry.photos[0]!
  if (photos.some((photo) => photo.sha256 === sha256 && photo.role === role)) return photos
  return [...photos, { sha256, role, pair: null, beside: beside ?? null, isPending: true }]
}

function withoutPhoto(photos: ShownPhoto[], entry: OutboxEntry): ShownPhoto[] {
  const { json, path } = callOf(entry)
  const name = path.split('/').at(-2)
  return photos.filter(({ sha256, role }) => !(sha256 === name && role === (json as { role: string }).role))
}

function withCase(cases: ShownCase[], { body, title }: OutboxEntry): ShownCase[] {
  const case_id = last((body as CallBody).path)
  if (cases.some((one) => one.case_id === case_id)) return cases
  return [...cases, { case_id, number: null, status: 'reported', category_name: title, is_visible: true, isPending: true }]
}

function after(site: ShownSite, entry: OutboxEntry): ShownSite {
  const { act, json, path } = callOf(entry)
  if (act === 'results') return { ...site, results: (json as { results: Record<string, number> }).results }
  if (act === 'photo') return { ...site, photos: withPhoto(site.photos, entry) }
  if (act === 'withdraw') return { ...site, photos: withoutPhoto(site.photos, entry) }
  if (act === 'link') return { ...site, cases: withCase(site.cases, entry) }
  if (act === 'unlink') return { ...site, cases: site.cases.filter((one) => one.case_id !== last(path)) }
  return site
}

function asShown(site: Site): ShownSite {
  return {
    ...site,
    photos: site.photos.map(({ sha256, role, pair, present }) => ({ sha256, role, pair, beside: null, isPending: !present })),
    cases: site.cases.map((one) => ({ ...one, isPending: false })),
  }
}

export function foresee(whole: WholeSession, entries: OutboxEntry[], keptAt: string | null): ShownSession {
  const calls = unknownTo(entries, keptAt)
  const sites = whole.sites.map((site) => calls.filter((entry) => callOf(entry).site_id === site.id).reduce(after, asShown(site)))
  const orders = calls.map(callOf).filter(({ act }) => act === 'order')
  const isFinished = orders.some(({ json }) => (json as { action: string }).action === 'finish')
  return { ...whole, sites, ...(isFinished && { state: 'finished', allowed_actions: [] }) }
}

export function foreseeShops(shops: SiteShop[], entries: OutboxEntry[], site: Id, keptAt: string | null): SiteShop[] {
  const ticks = unknownTo(entries, keptAt).map(callOf).filter(({ act, site_id }) => act === 'ticks' && site_id === site).map(({ json }) => json as Ticks)
  const ticked = new Map<Id, boolean>()
  for (const { took_part, did_not } of ticks) {
    for (const id of took_part) ticked.set(id, true)
    for (const id of did_not) ticked.set(id, false)
  }
  return shops.map((shop) => (ticked.has(shop.id) ? { ...shop, is_ticked: ticked.get(shop.id)! } : shop))
}
