/** One session, fresh if it can be had, as last heard if not, with what this phone has done to it since. */
import { computed, onMounted, watch } from 'vue'
import { db, type CallBody, type OutboxEntry } from '@/core/db'
import { useCached } from '@/core/db/answers'
import { live } from '@/core/outbox'
import { usePolling } from '@/core/ui/polling'
import { useSession } from '@/features/session/store'
import type { ResultKind, WholeSession } from '@/features/today/types'
import { foresee } from './foresee'

/** Others count at the same time. */
const LOOK_MS = 30_000

export function useCleanup(id: string) {
  const session = useSession()
  const answer = useCached<WholeSession>(() => session.id, `/cleanup-sessions/${id}`)
  const kindsAnswer = useCached<{ items: ResultKind[] }>(() => session.id, '/cleanup-result-kinds')
  const entries = live(() => session.id, (owner) => callsOf(owner, id), [] as OutboxEntry[])

  const whole = computed(() => answer.data.value && foresee(answer.data.value, entries.value, answer.keptAt.value))
  const sites = computed(() => (whole.value?.sites ?? []).filter((site) => !site.is_withdrawn))
  const unsent = computed(() => entries.value.filter((entry) => entry.state !== 'received'))
  /** The server has answered, and knows of none. */
  const isGone = computed(() => !answer.data.value && !answer.isStale.value && session.standing !== 'ended')
  const kinds = computed(() => kindsAnswer.data.value?.items ?? [])

  // What was on its way has arrived: the server counts it from now on.
  watch(() => unsent.value.length, (now, before) => now < before && void answer.load())
  onMounted(() => {
    void answer.load()
    void kindsAnswer.load()
  })
  usePolling(answer.load, LOOK_MS)
  return { whole, sites, entries, unsent, kinds, keptAt: answer.keptAt, isStale: answer.isStale, isLoading: answer.isLoading, isGone, load: answer.load }
}

export type Cleanup = ReturnType<typeof useCleanup>

async function callsOf(owner: string, session: string): Promise<OutboxEntry[]> {
  const states = ['waiting', 'sending', 'needs_you', 'received'].map((state) => [owner, state])
  const isOfSession = ({ kind, body }: OutboxEntry) => kind === 'cleanup' && (body as CallBody).session_id === session
  return db.outbox.where('[owner+state]').anyOf(states).filter(isOfSession).sortBy('seq')
}
