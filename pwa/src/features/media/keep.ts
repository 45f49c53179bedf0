/**
 * A photo's bytes and the row that names them, in one transaction, written from the worker: to copy and hash millions of
 * bytes would stop the page for longer than a finger notices. Plain IndexedDB; the page's library would be four times this worker.
 */
import { sha256 } from '@/core/db/digest'

interface Row {
  id: string
  photos: { sha256: string; original_sha256?: string | null }[]
}

export interface Keeping {
  /** Name of the table that holds the row. */
  shelf: string
  /** The row, where none of its id stands yet. */
  empty: Row
  file: Blob
  /** What is said of the photo beside its name. */
  said: object
}

/** `same`: the row names it already. */
export type Kept = { name: string; isSame: boolean }

export async function keep({ shelf, empty, file, said }: Keeping): Promise<Kept> {
  const bytes = await file.arrayBuffer()
  const name = await sha256(bytes)
  const base = await open()
  try {
    return { name, isSame: !(await write(base, { shelf, empty, said, name, bytes, type: file.type })) }
  } finally {
    base.close()
  }
}

/** As the page made it; where there is none, or a newer one is about to come, the page writes itself. */
function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const asking = indexedDB.open('luzhang')
    asking.onupgradeneeded = () => asking.transaction!.abort()
    asking.onsuccess = () => resolve(asking.result)
    asking.onerror = asking.onblocked = () => reject(asking.error ?? new Error('blocked'))
  })
}

type Writing = Omit<Keeping, 'file'> & { name: string; bytes: ArrayBuffer; type: string }

function write(base: IDBDatabase, { shelf, empty, said, name, bytes, type }: Writing): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const both = base.transaction(['photos', shelf], 'readwrite', { durability: 'strict' })
    const rows = both.objectStore(shelf)
    const asking: IDBRequest<Row | undefined> = rows.get(empty.id)
    let isNew = true
    asking.onsuccess = () => {
      const row = asking.result ?? empty
      isNew = !row.photos.some((photo) => photo.sha256 === name || photo.original_sha256 === name)
      if (!isNew) return
      const now = new Date().toISOString()
      both.objectStore('photos').put({ sha256: name, bytes, type: type || 'application/octet-stream', kept_at: now })
      rows.put({ ...row, photos: [...row.photos, { sha256: name, ...said, is_raw: true }], updated_at: now })
    }
    both.oncomplete = () => resolve(isNew)
    both.onabort = () => reject(both.error ?? new Error('aborted'))
  })
}
