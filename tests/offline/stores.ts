/** What lies in the phone's database, read past the app. */

export interface Entry {
  seq: number, id: string, owner: string, case_id: string, kind: string, state: string, photos: string[], photos_sent: string[], is_record_sent: boolean, attempts: number
  next_try_at: number, problem: { status: number, code: string } | null, body: { observed_at?: string, description?: string, action?: string, version?: number, photos?: { sha256: string }[] }
}

export interface Stored {
  drafts: { id: string, owner: string, category_code: string | null, description: string, observed_at: string, photos: { sha256: string, role: string }[] }[]
  outbox: Entry[]
  cases: { id: string }[]
  /** What they are called, and what their bytes are really called. */
  photos: { name: string, really: string }[]
  answers: string[]
}

/** Runs in the page; alone, as it takes nothing along from here. */
export async function contents(): Promise<Stored> {
  const done = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
    })
  const empty = { drafts: [], outbox: [], cases: [], photos: [], answers: [] }
  // To open one that is not there would make it, and stand in the app's way.
  if (!(await indexedDB.databases()).some(({ name }) => name === 'luzhang')) return empty
  const db = await done(indexedDB.open('luzhang'))
  try {
    if (!db.objectStoreNames.contains('outbox')) return empty
    const reading = db.transaction(['drafts', 'outbox', 'cases', 'photos', 'answers'])
    const all = <T>(store: string) => done(reading.objectStore(store).getAll() as IDBRequest<T[]>)
    const [drafts, outbox, cases, photos, answers] = await Promise.all([
      all<Stored['drafts'][0]>('drafts'), all<Entry>('outbox'), all<{ id: string }>('cases'), all<{ sha256: string, bytes: ArrayBuffer }>('photos'), all<{ path: string }>('answers'),
    ])
    const hex = (bytes: ArrayBuffer) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
    const named = await Promise.all(photos.map(async ({ sha256, bytes }) => ({ name: sha256, really: hex(await crypto.subtle.digest('SHA-256', bytes)) })))
    return { drafts, outbox, cases: cases.map(({ id }) => ({ id })), photos: named, answers: answers.map(({ path }) => path) }
  } finally {
    db.close()
  }
}
