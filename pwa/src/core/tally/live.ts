/** Counters as screens see them, across tabs. */
import { computed, watch, type ComputedRef, type Ref } from 'vue'
import type { Id } from '@/core/api'
import { db, type Tally } from '@/core/db'
import { live } from '@/core/outbox/live'
import { applied, isUnsent, sumOf, talliesAt, type Counts } from './store'
import { lineAt } from './taps'

export interface Counted {
  rows: Ref<Tally[]>
  /** By category, with what has just been tapped. */
  counts: ComputedRef<Counts>
  /** May be taken back here: what was given to a closed counter may not. */
  open: ComputedRef<Counts>
  total: ComputedRef<number>
  /** How many of them the server has. */
  sent: ComputedRef<number>
  isAllSent: ComputedRef<boolean>
  problem: ComputedRef<Tally['problem']>
}

const add = (a: Counts, b: Counts) => Object.entries(b).reduce<Counts>((sum, [code, count]) => ({ ...sum, [code]: (sum[code] ?? 0) + count }), a)

/** What this phone has counted at a place. */
export function useCounted(place: () => string): Counted {
  const kept = live(place, (at) => talliesAt(at).toArray(), [] as Tally[])
  const line = computed(() => lineAt(place()))
  const isNewer = ({ id, seq }: Tally) => {
    const same = kept.value.find((row) => row.id === id)
    return !same || (!same.is_closed && seq > same.seq)
  }
  // Two answers of the database may overtake each other: the newer of both is shown.
  watch(kept, () => line.value.stored && !isNewer(line.value.stored) && (line.value.stored = null))
  const rows = computed(() => {
    const { stored } = line.value
    return stored && isNewer(stored) ? [...kept.value.filter(({ id }) => id !== stored.id), stored] : kept.value
  })
  const open = computed(() => line.value.taps.reduce(applied, rows.value.find((row) => !row.is_closed)?.counts ?? {}))
  const counts = computed(() => rows.value.filter((row) => row.is_closed).map((row) => row.counts).reduce(add, open.value))
  return {
    rows,
    open,
    counts,
    total: computed(() => sumOf(counts.value)),
    sent: computed(() => rows.value.reduce((sum, row) => sum + sumOf(row.sent), 0)),
    isAllSent: computed(() => !line.value.taps.length && !rows.value.some(isUnsent)),
    problem: computed(() => rows.value.find((row) => isUnsent(row) && row.problem)?.problem ?? null),
  }
}

/** Counters of theirs, and those of links used on this phone, that have not arrived in full. */
export function useUnsentTallies(owner: () => Id): Ref<Tally[]> {
  const read = (id: Id) => db.tallies.filter((row) => isUnsent(row) && (row.owner === null || row.owner === id)).toArray()
  return live(owner, read, [] as Tally[])
}
