/** Cases on a map, from the lean rows of `GET /cases/map`. */
import type { Id, Light, Status } from '@/core/api'

export interface CasePoint {
  id: Id
  lon: number
  lat: number
  status: Status
  light: Light | null
  category_code: string
}

export interface CaseMapAnswer {
  points: [id: Id, lon: number, lat: number, status: Status, light: Light | null, category_code: string][]
  truncated: boolean
}

export function pointsOf({ points }: CaseMapAnswer): CasePoint[] {
  return points.map(([id, lon, lat, status, light, category_code]) => ({ id, lon, lat, status, light, category_code }))
}
