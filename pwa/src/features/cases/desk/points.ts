/** Cases on a map, from the lean rows of `GET /cases/map`. */
import type { CaseMap, Id, Light, Status } from '@/core/api'

export interface CasePoint {
  id: Id
  lon: number
  lat: number
  status: Status
  light: Light | null
  category_code: string
}

export function pointsOf({ points }: CaseMap): CasePoint[] {
  return points.map(([id, lon, lat, status, light, category_code]) => ({ id, lon, lat, status, light, category_code }))
}
