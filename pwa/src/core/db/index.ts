/** What the phone keeps. One store per person would hide the outbox at a change of person; rows name their owner instead. */
import { Dexie, type EntityTable, type Table } from 'dexie'
import type { CaseRow, Id, MoveBody, NamedPhoto, PhotoRole, ReportBody } from '@/core/api'
import type { Fix } from '@/core/geo/position'

/** Bytes, not a Blob: WebKit has lost Blobs kept in IndexedDB. */
export interface KeptPhoto {
  sha256: string
  bytes: ArrayBuffer
  type: string
  kept_at: string
}

export interface DraftPhoto extends NamedPhoto {
  role: PhotoRole
}

/** A report being written; there from the first photo on, so that nothing is lost when the browser is killed. */
export interface Draft {
  id: Id
  owner: Id
  photos: DraftPhoto[]
  observed_at: string
  fix: Fix | null
  place: { placed_by: 'map'; lon: number; lat: number } | { placed_by: 'segment'; segment_id: Id } | null
  category_code: string | null
  description: string
  self_handled: boolean
  updated_at: string
}

export type EntryState = 'waiting' | 'sending' | 'needs_you' | 'received'

/** One record on its way: the body first, then its photos one by one. */
export interface OutboxEntry {
  seq: number
  id: Id
  owner: Id
  case_id: Id
  kind: 'report' | 'move'
  body: ReportBody | MoveBody
  /** Words for the list: kind of case or move, and where. */
  title: string
  place: string
  thumb_sha256: string | null
  photos: string[]
  photos_sent: string[]
  is_record_sent: boolean
  /** Made while an earlier entry of the same case was unsent: takes its version from that one's answer. */
  follows: boolean
  state: EntryState
  attempts: number
  next_try_at: number
  problem: { status: number; code: string; detail: string } | null
  created_at: string
  received_at: string | null
}

/** A report of ours as the lists show it until the server does. */
export interface LocalCase extends CaseRow {
  owner: Id
}

/** The last good answer to a question, for the time without a network. */
export interface CachedAnswer {
  owner: Id
  path: string
  data: unknown
  etag: string | null
  kept_at: string
}

class PhoneDatabase extends Dexie {
  photos!: EntityTable<KeptPhoto, 'sha256'>
  drafts!: EntityTable<Draft, 'id'>
  cases!: EntityTable<LocalCase, 'id'>
  outbox!: EntityTable<OutboxEntry, 'seq'>
  answers!: Table<CachedAnswer, [Id, string]>

  constructor() {
    super('luzhang')
    this.version(1).stores({
      photos: 'sha256',
      drafts: 'id, owner, updated_at',
      cases: 'id, owner',
      outbox: '++seq, &id, owner, case_id, state',
      answers: '[owner+path]',
    })
  }
}

export const db = new PhoneDatabase()
