/** What the map draws, from the GeoJSON of `GET /cases/map`: single cases, and marks that stand for several. */
import type { CaseFeatures, Count, Id, Light, Status } from '@/core/api'
import type { MapCell, MapPoint } from '@/core/ui/map'
import { lights, looks, type Tone } from '@/core/ui/status'

export interface Words {
  one: (categoryCode: string, status: Status, light: Light | null) => string
  many: (count: number, lights: Partial<Record<Light, number>>) => string
}

/** Drawn last, what burns lies on top. */
const depth: Tone[] = ['grey', 'green', 'blue', 'yellow', 'red']
const deeper = (a: { tone: Tone }, b: { tone: Tone }) => depth.indexOf(a.tone) - depth.indexOf(b.tone)

const burns = (light: Light | null): light is 'red' | 'yellow' => light === 'red' || light === 'yellow'

export function toneOf(status: Status, light: Light | null): Tone {
  return burns(light) ? lights[light].tone : looks[status].tone
}

/** A heap has the worst light in it; without any no clock runs there. */
function heapTone(light: Light | null): Tone {
  return light === null ? 'grey' : lights[light].tone
}

export function marksOf({ features }: CaseFeatures, words: Words): { points: MapPoint[]; cells: MapCell[] } {
  const points: MapPoint[] = []
  const cells: MapCell[] = []
  for (const { id, geometry, properties } of features) {
    const [lon, lat] = geometry.coordinates as [number, number]
    const { count, light, status, category_code } = properties
    if (id !== null && status !== null) points.push({ id, lon, lat, tone: toneOf(status, light), words: words.one(category_code ?? '', status, light) })
    else cells.push({ lon, lat, count, tone: heapTone(light), words: words.many(count, properties.lights) })
  }
  return { points: points.sort(deeper), cells: cells.sort(deeper) }
}

/** Streets by what is open on them: overdue, something, nothing. */
export function tonesOf(counts: Count[]): Map<Id, Tone> {
  const known = counts.filter((count): count is Count & { key: Id } => count.key !== null)
  return new Map(known.map(({ key, open, overdue }) => [key, overdue ? 'red' : open ? 'yellow' : 'green']))
}
