import { defineStore } from 'pinia'
import { computed } from 'vue'
import type { Id, SegmentCollection, SegmentFeature } from '@/core/api'
import { useCached } from '@/core/db/answers'
import { nearest, type Candidate, type Nearest, type Position } from '@/core/geo/nearest'
import { useSession } from '@/features/session/store'

/** The server's default, until the deployment's own is known. */
const LIMIT_M = 30
/** A whole district on a slow line. */
const TIMEOUT_MS = 180_000
/** Less than any degree of latitude or, up to 60° north, of longitude has. */
const METRES_PER_DEGREE = 55_000

interface Boxed extends Candidate {
  box: [west: number, south: number, east: number, north: number]
}

export const useRoads = defineStore('roads', () => {
  const session = useSession()
  const mineAnswer = useCached<SegmentCollection>(() => session.id, '/road-segments?chief=me')
  const allAnswer = useCached<SegmentCollection>(() => session.id, '/road-segments', TIMEOUT_MS)
  const settings = useCached<{ segment_max_distance_m: number }>(() => '', '/settings')

  const mine = computed(() => mineAnswer.data.value?.features ?? [])
  const all = computed(() => allAnswer.data.value?.features ?? mine.value)
  const byId = computed(() => new Map([...mine.value, ...all.value].map((segment) => [segment.id, segment])))
  const candidates = computed<Boxed[]>(() => [...byId.value.values()].map(boxed))
  const limit = computed(() => settings.data.value?.segment_max_distance_m ?? LIMIT_M)

  async function load(): Promise<void> {
    await Promise.all([mineAnswer.load(), allAnswer.load(), settings.load()])
  }

  /** Which segment this is on, without asking anybody. */
  function locate(lon: number, lat: number): Nearest | null {
    const margin = limit.value / METRES_PER_DEGREE
    const near = candidates.value.filter(({ box: [west, south, east, north] }) => lon >= west - margin && lon <= east + margin && lat >= south - margin && lat <= north + margin)
    return nearest([lon, lat], near, limit.value)
  }

  const find = (id: Id | null | undefined): SegmentFeature | null => (id ? (byId.value.get(id) ?? null) : null)
  const isMine = (id: Id) => mine.value.some((segment) => segment.id === id)

  return { mine, all, load, locate, find, isMine, isLoading: allAnswer.isLoading, isStale: mineAnswer.isStale, keptAt: mineAnswer.keptAt }
})

/** A district has thousands of segments, and a fix comes every second: most are told apart by their frame alone. */
function boxed({ id, geometry }: SegmentFeature): Boxed {
  const lines: Position[][] = geometry.type === 'LineString' ? [geometry.coordinates] : geometry.coordinates
  const box: Boxed['box'] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [lon, lat] of lines.flat()) {
    box[0] = Math.min(box[0], lon)
    box[1] = Math.min(box[1], lat)
    box[2] = Math.max(box[2], lon)
    box[3] = Math.max(box[3], lat)
  }
  return { id, lines, box }
}
