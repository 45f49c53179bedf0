/** Segments by where they lie. */
import type { Id, SegmentFeature } from '@/core/api'

/** West, south, east, north; WGS-84 degrees. */
export type Box = [number, number, number, number]

/** Those with a point of theirs in the box, such as what a map shows; none without one. */
export function within(segments: SegmentFeature[], box: Box | null): Id[] {
  if (!box) return []
  const [west, south, east, north] = box
  const isIn = ([lon, lat]: readonly [number, number]) => lon >= west && lon <= east && lat >= south && lat <= north
  return segments.filter(({ geometry }) => (geometry.type === 'LineString' ? geometry.coordinates : geometry.coordinates.flat()).some(isIn)).map(({ id }) => id)
}
