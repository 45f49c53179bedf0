/** Chinese datums, to draw WGS-84 on a shifted base map and back. The same as in `app/core/geo.py`. */

import type { Position } from './nearest'

export type Datum = 'wgs84' | 'gcj02' | 'bd09' | 'cgcs2000'

const GCJ_AXIS_M = 6378245.0
const GCJ_E2 = 0.006693421622965943
const BD_PI = (Math.PI * 3000.0) / 180.0

/** Outside China nothing is shifted. CGCS2000 differs from WGS-84 by centimetres and is taken as it is. */
export function toWgs84(point: Position, datum: Datum): Position {
  if (datum === 'wgs84' || datum === 'cgcs2000' || !inChina(point)) return point
  return undo(wgs84ToGcj02, datum === 'gcj02' ? point : undo(gcj02ToBd09, point))
}

export function fromWgs84(point: Position, datum: Datum): Position {
  if (datum === 'wgs84' || datum === 'cgcs2000' || !inChina(point)) return point
  const shifted = wgs84ToGcj02(point)
  return datum === 'gcj02' ? shifted : gcj02ToBd09(shifted)
}

/** The rectangle the map makers themselves use. */
export function inChina([lon, lat]: Position): boolean {
  return lon >= 72.004 && lon <= 137.8347 && lat >= 0.8293 && lat <= 55.8271
}

/** The point the shift moves to the target; each round is some hundred times nearer, six are below 1 mm. */
function undo(shift: (point: Position) => Position, target: Position): Position {
  let [lon, lat] = target
  for (let round = 0; round < 6; round++) {
    const shifted = shift([lon, lat])
    lon += target[0] - shifted[0]
    lat += target[1] - shifted[1]
  }
  return [lon, lat]
}

function wgs84ToGcj02([lon, lat]: Position): Position {
  const x = lon - 105.0
  const y = lat - 35.0
  const root = Math.sqrt(Math.abs(x))
  const ripple = 20.0 * Math.sin(6.0 * x * Math.PI) + 20.0 * Math.sin(2.0 * x * Math.PI)
  let north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
  north += ((ripple + waves(y, [20.0, 1.0], [40.0, 3.0], [160.0, 12.0], [320.0, 30.0])) * 2.0) / 3.0
  let east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
  east += ((ripple + waves(x, [20.0, 1.0], [40.0, 3.0], [150.0, 12.0], [300.0, 30.0])) * 2.0) / 3.0
  const phi = (lat * Math.PI) / 180
  const w2 = 1.0 - GCJ_E2 * Math.sin(phi) * Math.sin(phi)
  const perLat = ((GCJ_AXIS_M * (1.0 - GCJ_E2)) / (w2 * Math.sqrt(w2))) * (Math.PI / 180)
  const perLon = (GCJ_AXIS_M / Math.sqrt(w2)) * Math.cos(phi) * (Math.PI / 180)
  return [lon + east / perLon, lat + north / perLat]
}

function waves(value: number, ...all: readonly (readonly [height: number, length: number])[]): number {
  return all.reduce((sum, [height, length]) => sum + height * Math.sin((value / length) * Math.PI), 0)
}

function gcj02ToBd09([lon, lat]: Position): Position {
  const radius = Math.sqrt(lon * lon + lat * lat) + 0.00002 * Math.sin(lat * BD_PI)
  const angle = Math.atan2(lat, lon) + 0.000003 * Math.cos(lon * BD_PI)
  return [radius * Math.cos(angle) + 0.0065, radius * Math.sin(angle) + 0.006]
}
