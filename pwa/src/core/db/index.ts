/** What the phone keeps. One store per person would hide the outbox at a change of person; rows name their owner instead. */
import { Dexie, type EntityTable, type Table } from 'dexie'
import type { CaseRow, Id, MoveBody, NamedPhoto, PhoneRow, PhotoRole, ReportBody, WholeCase } from '@/core/api'
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
  /** Still the untouched bytes; the smaller copy takes their place when it is made. */
  is_raw?: boolean
}

/** A site of a cleanup. */
export interface FoundAt {
  session_id: Id
  site_id: Id
  name: string
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
  /** Begun with a photo from before: where the phone is says nothing about where that was. */
  is_from_before?: boolean
  /** The place is that of the report before; nobody has chosen it for this one. */
  is_last_place?: boolean
  /** Seen at a cleanup: when the report leaves, its case is linked to that site. */
  found_at?: FoundAt
}

/** A move being written; there from its first photo or word on, found again when the same move is opened. */
export interface UnfinishedMove {
  /** Person, case and action. */
  id: string
  owner: Id
  photos: DraftPhoto[]
  reason: string
  words: string
  updated_at: string
  /** A site's photo, and the one before that it was taken for. */
  beside?: string | null
}

/** What is said of a cleanup, in the words of the server. */
export interface CallBody {
  act: 'ticks' | 'results' | 'photo' | 'withdraw' | 'link' | 'unlink' | 'close' | 'order'
  session_id: Id
  site_id: Id | null
  method: 'PUT' | 'POST' | 'DELETE'
  path: string
  json?: unknown
  /** The name in the answer by which it proves itself; null where the server has nothing to say. */
  receipt: string | null
  /** Whose bytes go along. */
  photos?: NamedPhoto[]
  /** For the person who takes it along by hand. */
  words?: string
}

export type EntryState = 'waiting' | 'sending' | 'needs_you' | 'received'

/** Why an entry has not got through yet. */
export interface Trouble {
  status: number
  code: string
  detail: string
  /** Names of the fields the server found fault with. */
  fields?: string[]
  /** The photo it is about; the record itself has arrived. */
  photo?: string
}

/** A case as somebody saw it when they made a move. */
export type Saw = Pick<WholeCase, 'status' | 'version' | 'due_at' | 'department_name' | 'assignee_name' | 'segment_name'> & { event_id: string | null }

/** One record on its way: the body first, then its photos one by one. */
export interface OutboxEntry {
  seq: number
  id: Id
  owner: Id
  /** Entries of the same case, or of the same site of a cleanup, leave one after the other. */
  case_id: Id
  kind: 'report' | 'move' | 'cleanup'
  body: ReportBody | MoveBody | CallBody
  /** Further cases that this one comes after. */
  after?: Id[]
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
  /** The server asked not to be asked before; looking at the screen does not cut that short. */
  asked_until?: number
  /** May be undone with one tap until then; nothing leaves before. */
  hold_until?: number
  /** A request has begun: the server may have it, whatever became of the answer. */
  is_tried?: boolean
  /** How often nobody answered in a row, lest one entry that no line carries stop all others. */
  silences?: number
  problem: Trouble | null
  /** What the person had before their eyes when they decided. */
  saw?: Saw
  /** The version that this entry made. */
  made_version?: number
  /** The case as the server has it, when that is what stood against this entry (409): shown beside ours. */
  stands?: WholeCase | null
  /** The same for what was said of a cleanup. */
  theirs?: unknown
  /** What the server answered to what was said of a cleanup. */
  answer?: unknown
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
  /** Something about it has changed since, though perhaps not its version. */
  is_old?: boolean
}

/** A case the server lets this person hold, as the feed of changes told it last. */
export interface HeldCase extends PhoneRow {
  owner: Id
  /** The answer of the feed that brought it, counted from the first on this phone. */
  tick: number
}

/** Where this person's copy stands in the feed of changes. */
export interface FeedPlace {
  owner: Id
  /** Empty: begin anew. */
  cursor: string
  /** When the last answered question was put. */
  asked_at: string
  /** When the copy was last complete, as of its question; null before the first time. */
  current_at: string | null
  /** Of the newest rows. */
  tick: number
  /** When something was last taken away. */
  gone_tick: number
  /** While all is told anew: rows with an older tick go when that is over, and not before. */
  loading_since: number | null
}

/** A smaller size of a case's photo, kept for the time without a network. */
export interface KeptPicture {
  owner: Id
  case_id: Id
  sha256: string
  size: 'thumb' | 'screen'
  bytes: ArrayBuffer
  byte_size: number
  used_at: string
}

/** A picture another app shared with ours; nobody's until the person on the phone takes it into a report. */
export interface SharedFile {
  seq: number
  bytes: ArrayBuffer
  type: string
  name: string
  shared_at: string
}

/** Who may do what only one may do at a time, where a browser has no Web Locks. */
export interface Lease {
  name: string
  holder: string
  /** Milliseconds since 1970 after which anybody may take it. */
  until: number
}

/** People counted on this phone at one site: running totals of its own, which only ever add to those of other phones. */
export interface Tally {
  /** The counter's name on the server. */
  id: Id
  /** Whose, and at which site; one open counter each. */
  place: string
  /** Whoever counts with an account; null for a helper's link. */
  owner: Id | null
  /** Of the link, the last that was known to be good. */
  token: string | null
  session_id: Id
  site_id: Id
  /** For lists: series and site. */
  title: string
  held_on: string
  /** Categories as they were called when they were counted. */
  names: Record<string, string>
  counts: Record<string, number>
  /** Rises with every tap. */
  seq: number
  /** What the server has acknowledged: as of which tap, and how many. */
  sent_seq: number
  sent: Record<string, number>
  /** Another phone counts under the same name: what was acknowledged stays there, the rest went into a new one. */
  is_closed?: boolean
  /** An organiser has taken it out of the total. */
  is_struck?: boolean
  state: 'waiting' | 'needs_you'
  attempts: number
  next_try_at: number
  /** The server asked not to be asked before. */
  asked_until?: number
  problem: Trouble | null
  updated_at: string
}

class PhoneDatabase extends Dexie {
  photos!: EntityTable<KeptPhoto, 'sha256'>
  drafts!: EntityTable<Draft, 'id'>
  unfinished!: EntityTable<UnfinishedMove, 'id'>
  cases!: EntityTable<LocalCase, 'id'>
  outbox!: EntityTable<OutboxEntry, 'seq'>
  answers!: Table<CachedAnswer, [Id, string]>
  held!: Table<HeldCase, [Id, Id]>
  feeds!: EntityTable<FeedPlace, 'owner'>
  pictures!: Table<KeptPicture, [Id, string, KeptPicture['size']]>
  shared!: EntityTable<SharedFile, 'seq'>
  leases!: EntityTable<Lease, 'name'>
  tallies!: EntityTable<Tally, 'id'>

  constructor() {
    super('luzhang')
    this.version(1).stores({
      photos: 'sha256',
      drafts: 'id, owner, updated_at',
      cases: 'id, owner',
      outbox: '++seq, &id, owner, case_id, state',
      answers: '[owner+path]',
    })
    // What a version says is never changed: phones in pockets hold it. A change is a version of its own.
    this.version(2).stores({
      outbox: '++seq, &id, owner, case_id, state, *photos, [owner+state], [owner+state+case_id]',
      held: '[owner+id], owner, [owner+tick]',
      feeds: 'owner',
      pictures: '[owner+sha256+size], [owner+case_id], [owner+used_at+byte_size]',
      unfinished: 'id',
      shared: '++seq',
      leases: 'name',
    })
    this.version(3).stores({ tallies: 'id, place' })
  }
}

export const db = new PhoneDatabase()
