/** Distance and side of a point to road lines. `app/core/geo.py` is the same, line by line; one table of cases holds both. */

export type Position = readonly [lon: number, lat: number]
export type Line = readonly Position[]
export type Side = 'east' | 'west' | 'south' | 'north'

/** `side` is null on the line itself, where nobody could say. */
export interface Nearness {
  distance_m: number
  side: Side | null
}

export interface Nearest extends Nearness {
  id: string
}

export interface Candidate {
  id: string
  lines: readonly Line[]
}

const WGS84_AXIS_M = 6378137.0
const WGS84_E2 = 0.0066943799901413165
const SAME_PLACE_M = 1e-6

const radians = (degrees: number) => (degrees * Math.PI) / 180

/** Of longitude and of latitude, on the WGS-84 ellipsoid at this latitude. */
export function metresPerDegree(lat: number): Position {
  const phi = radians(lat)
  const w2 = 1.0 - WGS84_E2 * Math.sin(phi) * Math.sin(phi)
  const primeVertical = WGS84_AXIS_M / Math.sqrt(w2)
  const meridian = (primeVertical * (1.0 - WGS84_E2)) / w2
  return [radians(primeVertical * Math.cos(phi)), radians(meridian)]
}

/**
 * Distance in metres rounded to 1 cm, and the side as people say it.
 *
 * The plane is an equirectangular one about the point. Left or right is judged at the nearest place,
 * then told by the run of the whole line: a bend in an east-west road does not make its north side a west side.
 */
export function measure(point: Position, lines: readonly Line[]): Nearness {
  const [perLon, perLat] = metresPerDegree(point[1])
  let best = Infinity
  let turn = 0.0
  let run: Position = [0.0, 0.0]
  for (const line of lines) {
    const plane = line.map(([lon, lat]): Position => [(lon - point[0]) * perLon, (lat - point[1]) * perLat])
    const { distance, cross, heading } = toLine(plane)
    if (distance < best) {
      const first = plane[0]!
      const last = plane[plane.length - 1]!
      const whole: Position = [last[0] - first[0], last[1] - first[1]]
      // A loop runs nowhere as a whole; there the nearest piece speaks for itself.
      run = Math.sqrt(whole[0] * whole[0] + whole[1] * whole[1]) < 1.0 ? heading : whole
      best = distance
      turn = cross
    }
  }
  const rounded = Math.floor(best * 100.0 + 0.5) / 100.0
  return { distance_m: rounded, side: rounded === 0.0 ? null : side(run, turn) }
}

/** The segment within the limit that is nearest; of those equally near, the one whose id comes first. */
export function nearest(point: Position, segments: Iterable<Candidate>, limitM: number): Nearest | null {
  let best: Nearest | null = null
  for (const { id, lines } of segments) {
    const near = measure(point, lines)
    if (near.distance_m > limitM) continue
    if (
      best === null ||
      near.distance_m < best.distance_m ||
      (near.distance_m === best.distance_m && id < best.id)
    ) {
      best = { id, ...near }
    }
  }
  return best
}

/** Distance from the origin, then > 0 when the origin is left of the line there, and the line's heading there. */
function toLine(plane: readonly Position[]): { distance: number; cross: number; heading: Position } {
  let best = Infinity
  let heading: Position = [0.0, 0.0]
  let foot: Position = [Infinity, Infinity]
  for (let i = 0; i + 1 < plane.length; i++) {
    const [ax, ay] = plane[i]!
    const [bx, by] = plane[i + 1]!
    const dx = bx - ax
    const dy = by - ay
    const length = Math.sqrt(dx * dx + dy * dy)
    if (length === 0.0) continue
    const along = Math.min(1.0, Math.max(0.0, -(ax * dx + ay * dy) / (length * length)))
    const fx = ax + along * dx
    const fy = ay + along * dy
    const distance = Math.sqrt(fx * fx + fy * fy)
    if (Math.abs(fx - foot[0]) + Math.abs(fy - foot[1]) < SAME_PLACE_M) {
      // Nearest at a corner: only both arms together tell left from right.
      heading = [heading[0] + dx / length, heading[1] + dy / length]
    } else if (distance < best) {
      best = distance
      foot = [fx, fy]
      heading = [dx / length, dy / length]
    }
  }
  return { distance: best, cross: heading[1] * foot[0] - heading[0] * foot[1], heading }
}

function side(run: Position, turn: number): Side {
  if (Math.abs(run[0]) >= Math.abs(run[1])) return turn > 0.0 === run[0] > 0.0 ? 'north' : 'south'
  return turn > 0.0 === run[1] > 0.0 ? 'west' : 'east'
}
