/** Whole cases of tasks and own open reports, with their photos, fetched in the background so that their pages open without a network. */
import { ApiProblem, get, inOrder, NoAnswer, photoUrl, type Id, type WholeCase } from '@/core/api'
import { db, type HeldCase } from '@/core/db'
import { hasPicture, keepPicture, makeRoom, type Size } from '@/core/db/pictures'
import { isOpen } from '@/core/ui/status'

const MOST = 100
const TIMEOUT_MS = 20_000
const path = (id: Id) => `/cases/${id}`
const due = (row: HeldCase) => row.due_at ?? '9999'

/** Tasks first, the most urgent of them first; then own reports that are still open, the newest first. */
export function worthKeeping(rows: HeldCase[], owner: Id): HeldCase[] {
  const tasks = rows.filter((row) => row.is_task).sort((a, b) => inOrder(due(a), due(b)))
  const reports = rows.filter((row) => !row.is_task && row.reporter_id === owner && isOpen(row.status))
  return [...tasks, ...reports.sort((a, b) => inOrder(b.received_at, a.received_at))].slice(0, MOST)
}

/** One at a time, until nobody answers any more. Whether all of it is here: sizes of a photo may still be in the making. */
export async function fetchWholes(owner: Id, still: () => boolean): Promise<boolean> {
  const rows = worthKeeping(await db.held.where('owner').equals(owner).toArray(), owner)
  let isAll = true
  for (const row of rows) {
    if (!still()) return false
    const whole = await bringWhole(owner, row, still)
    if (whole && !(await bringPictures(owner, row, whole, still))) isAll = false
  }
  await forgetSurplus(owner, rows)
  await makeRoom(owner)
  return isAll
}

async function bringWhole(owner: Id, row: HeldCase, still: () => boolean): Promise<WholeCase | null> {
  const kept = await db.answers.get([owner, path(row.id)])
  const known = kept?.data as WholeCase | undefined
  if (known && !kept!.is_old && known.version >= row.version && known.updated_at >= row.updated_at) return known
  try {
    const fresh = await get<WholeCase>(path(row.id), { timeoutMs: TIMEOUT_MS })
    if (!still()) return null
    await db.answers.put({ owner, path: path(row.id), data: fresh, etag: null, kept_at: new Date().toISOString() })
    return fresh
  } catch (error) {
    // It left sight a moment ago: the feed will say so.
    if (error instanceof ApiProblem && error.status === 404) return null
    throw error
  }
}

/** All small; before and after as large as the screen where somebody has to judge them. */
async function bringPictures(owner: Id, row: HeldCase, whole: WholeCase, still: () => boolean): Promise<boolean> {
  const isSaving = (navigator as { connection?: { saveData?: boolean } }).connection?.saveData ?? false
  const isToCheck = row.is_task && row.status === 'handled' && !isSaving
  let isAll = true
  for (const { sha256, role, present } of whole.photos) {
    if (!present || !still()) continue
    const isLarge = isToCheck && (role === 'before' || role === 'after')
    for (const size of isLarge ? (['thumb', 'screen'] as const) : (['thumb'] as const)) {
      if (!(await bring(owner, row.id, sha256, size, still))) isAll = false
    }
  }
  return isAll
}

async function bring(owner: Id, case_id: Id, sha256: string, size: Size, still: () => boolean): Promise<boolean> {
  if (await hasPicture(owner, sha256, size)) return true
  const bytes = await download(photoUrl(sha256, size))
  if (bytes && still()) await keepPicture({ owner, case_id, sha256, size, bytes })
  return bytes !== null
}

/** Null for what is not made yet; a later round asks again. */
async function download(address: string): Promise<ArrayBuffer | null> {
  const control = new AbortController()
  const timer = setTimeout(() => control.abort(), TIMEOUT_MS)
  try {
    const response = await fetch(address, { credentials: 'same-origin', redirect: 'manual', signal: control.signal, headers: { 'X-Unattended': '1' } })
    const isPicture = response.ok && (response.headers.get('Content-Type') ?? '').startsWith('image/')
    return isPicture ? await response.arrayBuffer() : null
  } catch (error) {
    throw new NoAnswer(String(error))
  } finally {
    clearTimeout(timer)
  }
}

/** What was kept longest ago goes first; whatever is worth keeping now stays. */
async function forgetSurplus(owner: Id, rows: HeldCase[]): Promise<void> {
  const needed = new Set(rows.map((row) => path(row.id)))
  const keys = await db.answers.where('[owner+path]').between([owner, path('')], [owner, path('\uffff')]).primaryKeys()
  const spare = keys.filter(([, where]) => !needed.has(where))
  const excess = keys.length - 2 * MOST
  if (excess <= 0) return
  const ages = await Promise.all(spare.map(async (key) => ({ key, at: (await db.answers.get(key))?.kept_at ?? '' })))
  ages.sort((a, b) => inOrder(a.at, b.at))
  await db.answers.bulkDelete(ages.slice(0, excess).map(({ key }) => key))
}
