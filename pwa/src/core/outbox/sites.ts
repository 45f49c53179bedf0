/** Writing to the outbox what was done at a site of a cleanup. */
import type { Id, NamedPhoto } from '@/core/api'
import { db, type CallBody, type OutboxEntry } from '@/core/db'
import { siteAt } from './calls'
import { namesOf, newEntry, type Label } from './entry'

export interface Ticks {
  took_part: Id[]
  did_not: Id[]
}

interface Results {
  version: number
  results: Record<string, number>
}

type Said = Pick<CallBody, 'act' | 'json' | 'photos' | 'words'>
type Way = Pick<CallBody, 'method' | 'receipt'> & { end: string }

const ways: Record<'ticks' | 'results' | 'photo' | 'withdraw' | 'unlink' | 'close', Way> = {
  ticks: { method: 'POST', end: 'shops', receipt: 'at_site' },
  results: { method: 'PUT', end: 'results', receipt: 'results_version' },
  photo: { method: 'PUT', end: 'photos/', receipt: null },
  withdraw: { method: 'POST', end: 'photos/', receipt: null },
  unlink: { method: 'DELETE', end: 'cases/', receipt: null },
  close: { method: 'POST', end: 'close-cases', receipt: 'closed' },
}

/** `of`: the photo or the case it is about. */
export function siteCall(session_id: Id, site_id: Id, said: Said & { act: keyof typeof ways }, of = ''): CallBody {
  const { method, end, receipt } = ways[said.act]
  const path = `${siteAt(session_id, site_id)}/${end}${said.act === 'withdraw' ? `${of}/withdraw` : of}`
  return { ...said, session_id, site_id, method, path, receipt }
}

export function orderCall(session_id: Id, json: { action_id: Id; action: 'finish' | 'reopen'; version: number }): CallBody {
  return { act: 'order', session_id, site_id: null, method: 'POST', path: `/cleanup-sessions/${session_id}/actions`, json, receipt: 'allowed_actions' }
}

/** `hold`: may be undone that long; `after`: cases that must have arrived first. */
export interface Sending {
  hold?: number
  after?: Id[]
}

/** Answers the entry's number. What has not begun to leave takes up what is said anew of the same. */
export async function enqueueCall(owner: Id, call: CallBody, label: Label, { hold = 0, after }: Sending = {}): Promise<number> {
  const lane = call.site_id ?? call.session_id
  return db.transaction('rw', db.outbox, async () => {
    const all = await db.outbox.where('case_id').equals(lane).and((entry) => entry.owner === owner && entry.kind === 'cleanup').sortBy('seq')
    const same = all.filter((entry) => (entry.body as CallBody).act === call.act)
    const open = same.findLast((entry) => mayTakeUp(entry, call))
    if (open) return takeUp(open, call)
    return db.outbox.add({
      ...newEntry(owner, lane, label, hold),
      kind: 'cleanup', body: onOwn(same, call), photos: namesOf(call), follows: same.some((entry) => entry.state !== 'received'), ...(after?.length && { after }),
    } as OutboxEntry)
  })
}

/** Ticks add up and may arrive twice; results that may have arrived would stand against themselves. */
function mayTakeUp({ state, is_tried, is_record_sent }: OutboxEntry, { act }: CallBody): boolean {
  if (state !== 'waiting' || is_record_sent) return false
  return act === 'ticks' || (act === 'results' && !is_tried)
}

async function takeUp(entry: OutboxEntry, call: CallBody): Promise<number> {
  const before = entry.body as CallBody
  const json = call.act === 'ticks' ? addTicks(before.json as Ticks, call.json as Ticks) : { ...(call.json as Results), version: (before.json as Results).version }
  const words = call.act === 'ticks' ? [before.words, call.words].filter(Boolean).join('，') : call.words
  await db.outbox.update(entry.seq, { body: { ...call, json, words } })
  return entry.seq
}

/** What was said last of a shop holds. */
export function addTicks(before: Ticks, now: Ticks): Ticks {
  const without = (ids: Id[], gone: Id[]) => ids.filter((id) => !gone.includes(id))
  return {
    took_part: [...new Set([...without(before.took_part, now.did_not), ...now.took_part])],
    did_not: [...new Set([...without(before.did_not, now.took_part), ...now.did_not])],
  }
}

/** The screen may still show the version before one's own last writing. */
function onOwn(same: OutboxEntry[], call: CallBody): CallBody {
  if (call.act !== 'results') return call
  const { version, results } = call.json as Results
  return { ...call, json: { results, version: Math.max(version, ...same.map((entry) => entry.made_version ?? 0)) } }
}

/** Its bytes will never come: the site no longer names it, and another stands in its place if there is one. */
export async function mendSite({ owner, body, title, place }: OutboxEntry, lost: string, photo: NamedPhoto | null): Promise<void> {
  const { session_id, site_id, json } = body as CallBody
  const { role } = json as { role: string }
  await enqueueCall(owner, siteCall(session_id, site_id!, { act: 'withdraw', json: { role } }, lost), { title, place, thumb_sha256: null })
  if (!photo) return
  const call = siteCall(session_id, site_id!, { act: 'photo', json, photos: [photo] }, photo.sha256)
  await enqueueCall(owner, call, { title, place, thumb_sha256: photo.sha256 })
}
