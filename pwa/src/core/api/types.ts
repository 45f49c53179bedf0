/** The server's shapes by the names features use; all of them follow from the generated schema. */
import type { components } from './schema'

type Schema = components['schemas']
/** A body to send: what has a default may be left out. */
type Body<Shape, Needed extends keyof Shape> = Pick<Shape, Needed> & Partial<Shape>

export type Id = string
export type User = Schema['CurrentUser']
export type Session = Schema['CurrentSession']
export type Role = Schema['RoleHeld']['role']
export type Category = Schema['CategoryAnswer']

export type CaseRow = Schema['CaseRow']
/** With what a phone sorts by when it cannot ask. */
export type PhoneRow = Schema['PhoneRow']
export type WholeCase = Schema['WholeCase']
export type CaseEvent = Schema['EventOut']
export type CasePhotoRow = Schema['PhotoOut']
export type Status = CaseRow['status']
export type Light = NonNullable<CaseRow['light']>
export type PhotoRole = CasePhotoRow['role']
export type Warning = CasePhotoRow['warnings'][number]
export type Datum = Schema['Location']['datum']
export type PlacedBy = WholeCase['placed_by']

export type Action = WholeCase['allowed_actions'][number]
/** Moves that a phone makes. */
export type PhoneAction = Extract<
  Action,
  'take' | 'handle' | 'return' | 'ask_extension' | 'verify_pass' | 'verify_fail' | 'withdraw' | 'move' | 'comment' | 'sight' | 'confirm' | 'deny'
>

export type Location = Body<Schema['Location'], 'lon' | 'lat' | 'datum'>
export type NamedPhoto = Body<Schema['PhotoName'], 'sha256' | 'role'>
export type ReportBody = Omit<Body<Schema['CaseReport'], 'category_code' | 'observed_at' | 'placed_by' | 'source'>, 'location' | 'photos'> & {
  location?: Location
  photos: NamedPhoto[]
}
export type MoveBody = Pick<Schema['Order'], 'action_id' | 'version'> & {
  action: PhoneAction
  note?: string
  photos?: NamedPhoto[]
  /** Photos named before whose bytes will never come. */
  drop_photos?: string[]
  due_at?: string
  segment_id?: Id
  location?: Location
}

export interface Change {
  kind: 'case' | 'scope'
  id: Id
  op: 'upsert' | 'gone'
  data: PhoneRow | null
}

export interface Changes {
  items: Change[]
  next_cursor: string
  has_more: boolean
}

export interface Page<T> {
  items: T[]
  next_cursor: string | null
  total?: number
  total_capped?: boolean
}

/** GeoJSON's positions, which the schema leaves open. */
export type SegmentFeature = Omit<Schema['SegmentFeature'], 'geometry'> & {
  geometry:
    | { type: 'LineString'; coordinates: [number, number][] }
    | { type: 'MultiLineString'; coordinates: [number, number][][] }
}

export interface SegmentCollection {
  type: 'FeatureCollection'
  features: SegmentFeature[]
}
