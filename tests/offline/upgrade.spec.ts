/** A phone with the first version's database, full of everything, gets the app of today. */
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { choose, send, takeUp } from './doings'
import { expect, test } from './fixtures'
import { jpeg } from './jpeg'
import { added, expectPhotos, known } from './proof'
import { Phone, sha256 } from './phone'

interface Rows { photos: object[], drafts: object[], cases: object[], outbox: object[], answers: object[], bytes: string[] }

/** As the first version made it; runs in a page. */
async function firstVersion(rows: Rows): Promise<void> {
  const opening = indexedDB.open('luzhang', 10)
  const db = await new Promise<IDBDatabase>((resolve, reject) => {
    opening.onerror = () => reject(opening.error)
    opening.onsuccess = () => resolve(opening.result)
    opening.onupgradeneeded = () => {
      const make = (name: string, keyPath: string | string[], indices: string[], given = {}) => {
        const store = opening.result.createObjectStore(name, { keyPath, ...given })
        for (const index of indices) store.createIndex(index, index, { unique: index === 'id' })
      }
      make('photos', 'sha256', [])
      make('drafts', 'id', ['owner', 'updated_at'])
      make('cases', 'id', ['owner'])
      make('outbox', 'seq', ['id', 'owner', 'case_id', 'state'], { autoIncrement: true })
      make('answers', ['owner', 'path'], [])
    }
  })
  const writing = db.transaction(['photos', 'drafts', 'cases', 'outbox', 'answers'], 'readwrite')
  const done = new Promise((resolve, reject) => Object.assign(writing, { oncomplete: resolve, onerror: reject }))
  rows.photos.forEach((photo, i) => {
    const bytes = Uint8Array.from(atob(rows.bytes[i]!), (letter) => letter.charCodeAt(0)).buffer
    writing.objectStore('photos').add({ ...photo, bytes })
  })
  for (const store of ['drafts', 'cases', 'outbox', 'answers'] as const) for (const row of rows[store]) writing.objectStore(store).add(row)
  await done
  db.close()
}

const at = '2026-11-20T08:00:00.000Z'

test('drafts, entries in every state and photos are there, and all of it gets through', async ({ way, person, office }, { title }) => {
  const before = await known(office)
  const pictures = [0, 1, 2, 3, 4].map((n) => jpeg(way.seed, `${title} ${n}`))
  const names = pictures.map(sha256)
  const body = (n: number, ...photos: number[]) => ({
    category_code: '04-05', observed_at: at, placed_by: 'gps', location: { lon: 113.6, lat: 34.75, accuracy_m: 8, datum: 'wgs84' }, source: 'patrol', description: `${title} ${n}`,
    photos: photos.map((i) => ({ sha256: names[i], role: i ? 'near' : 'before' })),
  })
  const entry = (n: number, state: string, photos: number[], more = {}) => ({
    id: randomUUID(), owner: person.id, case_id: randomUUID(), kind: 'report', body: body(n, ...photos), title: '店外经营', place: '', thumb_sha256: names[photos[0]!], photos: photos.map((i) => names[i]),
    photos_sent: [], is_record_sent: false, follows: false, state, attempts: 1, next_try_at: 0, problem: null, created_at: at, received_at: null, ...more,
  })
  const half = entry(2, 'sending', [1, 2])
  const gone = entry(5, 'received', [1], { received_at: new Date().toISOString(), is_record_sent: true })
  const rows: Rows = {
    photos: names.map((name) => ({ sha256: name, type: 'image/jpeg', kept_at: at })),
    bytes: pictures.map((bytes) => bytes.toString('base64')),
    drafts: [{ id: randomUUID(), owner: person.id, photos: [{ sha256: names[4], role: 'before' }], observed_at: at, fix: { lon: 113.6, lat: 34.75, accuracy_m: 8, heading: null, at }, place: null, category_code: null, description: `${title} 4`, self_handled: false, updated_at: at }],
    cases: [],
    outbox: [entry(1, 'waiting', [0]), half, entry(3, 'needs_you', [3], { problem: { status: 422, code: 'validation_failed', detail: 'once' } }), gone],
    answers: [],
  }
  // The record and the first photo had arrived when the old app was closed.
  await office.ask('PUT', `/cases/${half.case_id}`, half.body)
  await office.photo(pictures[1]!)

  const folder = await mkdtemp(join(tmpdir(), 'luzhang-upgrade.'))
  const mine = await new Phone(folder, way.address).start('/api/v1/healthz')
  try {
    await mine.page.evaluate(firstVersion, rows)
    await mine.page.evaluate((user) => localStorage.setItem('session.user', JSON.stringify({ ...user, roles: [], department_id: null, must_change_password: false })), person)
    await mine.logIn(person.username)
    await expect.poll(async () => (await mine.stored()).outbox.filter(({ state }) => state === 'received').length, { timeout: 30_000 }).toBe(3)
    await mine.page.goto('/outbox')
    await expect(mine.page.getByText('要您处理').first()).toBeVisible()
    await mine.page.getByRole('button', { name: '重试' }).first().click()
    await mine.empty()
    await takeUp(mine.page)
    await choose(mine.page)
    await send(mine.page)
    await mine.empty()
  } finally {
    await mine.kill()
    await rm(folder, { recursive: true, force: true })
  }

  const made = await added(office, before)
  expect(made.map(({ description }) => description).sort()).toEqual([1, 2, 3, 4].map((n) => `${title} ${n}`))
  for (const one of made) expect(one.events).toHaveLength(1)
  const photosOf = (n: number) => made.find(({ description }) => description === `${title} ${n}`)!
  expectPhotos(photosOf(1), [names[0]!])
  expectPhotos(photosOf(2), [names[1]!, names[2]!])
  expectPhotos(photosOf(3), [names[3]!])
  expectPhotos(photosOf(4), [names[4]!])
})
