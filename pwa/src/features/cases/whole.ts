/** One case, fresh if it can be had, as last seen if not. */
import { computed, onMounted, ref, watch, type Ref } from 'vue'
import { post, type Id, type WholeCase } from '@/core/api'
import { db, type LocalCase } from '@/core/db'
import { useCached } from '@/core/db/answers'
import { useOutbox } from '@/core/outbox'
import { useSession } from '@/features/session/store'
import { useCaseLists } from './lists'

export function useWhole(id: Id) {
  const session = useSession()
  const lists = useCaseLists()
  const answer = useCached<WholeCase>(() => session.id, `/cases/${id}`)
  const { unsent } = useOutbox(() => session.id)
  const mineUnsent = computed(() => unsent.value.filter((entry) => entry.case_id === id))
  /** A report still on the phone, of which the server knows nothing yet. */
  const local = ref(null) as Ref<LocalCase | null>
  /** What lists know of it, where the whole has never been read on this phone. */
  const row = computed(() => lists.find(id))

  async function load(): Promise<void> {
    const reading = answer.load()
    local.value = (await db.cases.get(id).catch(() => undefined)) ?? null
    await reading
    await markSeen()
  }

  async function markSeen(): Promise<void> {
    const whole = answer.data.value
    if (!whole?.unread || whole.reporter_id !== session.id || answer.isStale.value) return
    try {
      await post(`/cases/${id}/seen`, { version: whole.version })
      await lists.markRead(id)
    } catch {
      // The mark stays until it can be taken away; nothing is lost by it.
    }
  }

  // What was waiting has gone, or the feed tells of a change: the server's view is another one.
  watch(() => mineUnsent.value.length, (now, before) => now < before && void load())
  watch(() => row.value?.version, (now) => now !== undefined && answer.data.value && now > answer.data.value.version && void load())
  onMounted(load)
  /** Another question stayed without an answer: this one will, too. */
  const isStale = computed(() => answer.isStale.value || lists.isStale)
  return { ...answer, isStale, local, row, mineUnsent, load }
}
