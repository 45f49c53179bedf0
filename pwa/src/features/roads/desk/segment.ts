/** A segment with its people, as `GET /road-segments/{id}` answers. */
import type { Id, SegmentFeature } from '@/core/api'

export interface Chief {
  appointment_id: Id
  user_id: Id
  user_name: string
  level_id: Id
  level_name: string
  starts_on: string
  ends_on: string | null
  stands_in_for_id: Id | null
  stands_in_for_name: string | null
}

export interface SegmentDetail {
  id: Id
  name: string
  road_id: Id
  road_name: string
  unit_id: Id
  length_m: number
  is_key_area: boolean
  is_approximate: boolean
  retired_at: string | null
  geometry: SegmentFeature['geometry']
  chiefs: Chief[]
  appointments: Chief[] | null
}
