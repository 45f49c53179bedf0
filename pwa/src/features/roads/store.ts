import { defineStore } from 'pinia'
import { computed } from 'vue'
import type { Id, SegmentCollection, SegmentFeature } from '@/core/api'
import { useCached } from '@/core/db/answers'
import { nearest, type Candidate, type Nearest } from '@/core/geo/nearest'
import { useSession } from '@/features/session/store'

/** The server's default, until the deployment's own is known. */
const LIMIT_M = 30

export const useRoads = defineStore('roads', () => {
  const session = useSession()
  const mineAnswer = useCached<SegmentCollection>(() => session.id, '/road-segments?chief=me')
  const allAnswer = useCached<SegmentCollection>(() => session.id, '/road-segments')

  const settings = useCached<{ segment_max_distance_m: number }>(() => '', '/settings')

  const mine = computed(() => mineAnswer.data.value?.features ?? [])
  const all = computed(() => allAnswer.data.value?.features ?? mine.value)
  const byId = computed(() => new Map([...mine.value, ...all.value].map((segment) => [segment.id, segment])))
  const candidates = computed<Candidate[]>(() => [...byId.value.values()].map(({ id, geometry }) => ({ id, lines: linesOf(geometry) })))

  async function load(): Promise<void> {
    await Promise.all([mineAnswer.load(), allAnswer.load(), settings.load()])
  }

  /** Which segment this is on, without asking anybody. */
  function locate(lon: number, lat: number): Nearest | null {
    return nearest([lon, lat], candidates.value, settings.data.value?.segment_max_distance_m ?? LIMIT_M)
  }

  const find = (id: Id | null | undefined): SegmentFeature | null => (id ? (byId.value.get(id) ?? null) : null)
  const isMine = (id: Id) => mine.value.some((segment) => segment.id === id)

  return { mine, all, load, locate, find, isMine, isLoading: allAnswer.isLoading, isStale: mineAnswer.isStale }
})

function linesOf(geometry: SegmentFeature['geometry']) {
  return geometry.type === 'LineString' ? [geometry.coordinates] : geometry.coordinates
}
