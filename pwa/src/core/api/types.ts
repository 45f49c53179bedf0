/** The shapes of docs/api: named here once, so that features never reach into the generated schema. */
import type { Side } from '@/core/geo/nearest'

export type Id = string
export type Role = 'road_chief' | 'supervisor' | 'handler' | 'organiser' | 'viewer' | 'admin'
export type Status =
  | 'reported' | 'rejected' | 'filed' | 'assigned' | 'handling' | 'handled' | 'closed' | 'suspended' | 'merged' | 'withdrawn'
export type Light = 'green' | 'yellow' | 'red' | 'paused'
export type PhotoRole = 'before' | 'after' | 'near' | 'far' | 'check'
export type Warning = 'place_mismatch' | 'time_mismatch' | 'reused'
export type Datum = 'wgs84' | 'gcj02' | 'bd09' | 'cgcs2000'
export type PlacedBy = 'gps' | 'map' | 'segment'
/** Moves of docs/api that a phone makes. */
export type PhoneAction =
  | 'take' | 'handle' | 'return' | 'verify_pass' | 'verify_fail' | 'withdraw' | 'comment' | 'confirm' | 'deny'

export interface User {
  id: Id
  name: string
  username?: string
  roles: { role: Role; unit_id: Id }[]
  department_id: Id | null
  must_change_password?: boolean
}

export interface Session {
  user: User
  csrf_token: string
}

export interface Category {
  id: Id
  code: string
  name: string
  class_name: string
  aliases: string[]
  pinyin?: string
  icon: string
  rank?: number
  is_active?: boolean
}

export interface Location {
  lon: number
  lat: number
  accuracy_m?: number | null
  datum: Datum
  heading?: number | null
}

export interface CaseRow {
  id: Id
  number: string | null
  status: Status
  category_code: string
  category_name: string
  segment_id: Id | null
  segment_name: string | null
  side: Side | null
  unit_id: Id
  due_at: string | null
  light: Light | null
  observed_at: string
  received_at: string
  reporter_id: Id
  department_id: Id | null
  assignee_id: Id | null
  self_handled: boolean
  version: number
  description: string
  lon: number | null
  lat: number | null
  thumb_sha256: string | null
  unread?: boolean
  last_event?: { action: string; note: string; at: string } | null
}

export interface CasePhotoRow {
  sha256: string
  role: PhotoRole
  taken_at: string | null
  present: boolean
  ready: boolean
  width: number | null
  height: number | null
  warnings: Warning[]
  exif_taken_at?: string | null
  exif_distance_m?: number | null
}

export interface CaseEvent {
  id: number
  action: string
  actor_id: Id
  actor_name: string
  at: string
  from_status: Status | null
  to_status: Status
  note: string
  data: Record<string, unknown>
}

export interface WholeCase extends Omit<CaseRow, 'lon' | 'lat' | 'thumb_sha256' | 'last_event'> {
  location: Location | null
  placed_by: PlacedBy
  reporter_name: string
  department_name: string | null
  assignee_name: string | null
  rework_count: number
  source?: string
  extension_asked_until?: string | null
  confirm_asked?: boolean
  confirmed?: boolean | null
  merged_into_id?: Id | null
  photos: CasePhotoRow[]
  missing_photos: string[]
  events: CaseEvent[]
  allowed_actions: string[]
}

export interface Page<T> {
  items: T[]
  next_cursor: string | null
  total?: number
  total_capped?: boolean
}

export interface SegmentFeature {
  type: 'Feature'
  id: Id
  geometry:
    | { type: 'LineString'; coordinates: [number, number][] }
    | { type: 'MultiLineString'; coordinates: [number, number][][] }
  properties: { name: string; road_id: Id; unit_id: Id; length_m: number }
}

export interface SegmentCollection {
  type: 'FeatureCollection'
  features: SegmentFeature[]
}

export interface ReportBody {
  category_code: string
  observed_at: string
  location?: Location
  segment_id?: Id
  placed_by: PlacedBy
  description?: string
  self_handled?: boolean
  source: 'patrol'
  photos: NamedPhoto[]
}

export interface NamedPhoto {
  sha256: string
  role: PhotoRole
  taken_at?: string
  lon?: number
  lat?: number
}

export interface MoveBody {
  action_id: Id
  action: PhoneAction
  version: number
  note?: string
  photos?: NamedPhoto[]
}
