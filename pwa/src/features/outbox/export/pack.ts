/** One zip of everything unsent, made piece by piece: a thousand reports must not stand in memory at once. */
import { makeZip } from 'client-zip'
import type { Id } from '@/core/api'
import { db } from '@/core/db'
import { itemOfDraft, itemOfEntry, listUnsent, numberOf, type Item } from './items'
import type { Listed } from './list'
import { extensionOf, safe } from './names'

/** Pieces of this size go to the browser, which may put them on disk. */
const PIECE_BYTES = 8 * 1024 * 1024

export interface Words {
  act: (item: Pick<Item, 'kind' | 'act'>) => string
  role: (role: string) => string
  category: (code: string | null) => string
  lists: (items: Listed[]) => { name: string; input: string }[]
}

interface File {
  name: string
  input: ArrayBuffer | string
  lastModified: Date
}

const number = (i: number) => String(i + 1).padStart(4, '0')

async function* photosOf(item: Item, words: Words, files: string[]): AsyncGenerator<File> {
  for (const [i, { sha256, role, taken_at }] of item.photos.entries()) {
    const kept = await db.photos.get(sha256)
    if (!kept) continue
    const name = `${item.folder}/${i + 1}-${safe(words.role(role))}.${extensionOf(kept.bytes, kept.type)}`
    files.push(name)
    yield { name, input: kept.bytes, lastModified: new Date(taken_at ?? item.at) }
  }
}

async function* items(owner: Id, words: Words): AsyncGenerator<Item> {
  const { seqs, drafts } = await listUnsent(owner)
  let i = 0
  const folder = (item: Item) => ({ ...item, folder: [number(i++), safe(words.act(item)), safe(item.title), safe(item.place)].filter(Boolean).join('-') })
  for (const seq of seqs) {
    const entry = await db.outbox.get(seq)
    if (entry && entry.state !== 'received') yield folder(itemOfEntry(entry, '', await numberOf(entry)))
  }
  for (const id of drafts) {
    const draft = await db.drafts.get(id)
    if (draft) yield folder(itemOfDraft(draft, words.category(draft.category_code), ''))
  }
}

async function* files(owner: Id, words: Words, onItem: (done: number) => void): AsyncGenerator<File> {
  const listed: Listed[] = []
  for await (const item of items(owner, words)) {
    const mine: string[] = []
    yield* photosOf(item, words, mine)
    yield { name: `${item.folder}/case.json`, input: JSON.stringify(item.record, null, 2), lastModified: new Date(item.at) }
    listed.push({ ...item, record: null, files: mine })
    onItem(listed.length)
  }
  for (const list of words.lists(listed)) yield { ...list, lastModified: new Date() }
}

/** Small pieces become one Blob, and Blobs are the browser's to keep where it likes. */
async function collect(stream: ReadableStream<Uint8Array>): Promise<Blob> {
  const blobs: Blob[] = []
  let piece: BlobPart[] = []
  let size = 0
  const reader = stream.getReader()
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    piece.push(next.value as BlobPart)
    size += next.value.byteLength
    if (size < PIECE_BYTES) continue
    blobs.push(new Blob(piece))
    piece = []
    size = 0
  }
  return new Blob([...blobs, ...piece], { type: 'application/zip' })
}

export function pack(owner: Id, words: Words, onItem: (done: number) => void = () => undefined): Promise<Blob> {
  return collect(makeZip(files(owner, words, onItem)))
}
