/** The outbox page's rows: only as many as are looked at, be there ten or a thousand. */
import { computed, ref, type Ref } from 'vue'
import type { Id } from '@/core/api'
import { db, type OutboxEntry } from '@/core/db'
import { live, useOutboxCounts } from '@/core/outbox'
import type { Before } from './standing'

const PAGE = 30

export function useRows(owner: () => Id) {
  const shown = ref(PAGE)
  const key = () => JSON.stringify([owner(), shown.value])
  const of = (id: Id, state: OutboxEntry['state']) => db.outbox.where('[owner+state]').equals([id, state])

  const unsent = live(key, async (asked) => {
    const [id, limit] = JSON.parse(asked) as [Id, number]
    const parts = await Promise.all((['needs_you', 'sending', 'waiting'] as const).map((state) => of(id, state).limit(limit).toArray()))
    return parts.flat().slice(0, limit)
  }, [] as OutboxEntry[])

  const received = live(owner, (id) => of(id, 'received').reverse().limit(PAGE).toArray(), [] as OutboxEntry[])
  const counts = useOutboxCounts(owner)
  const isMore = computed(() => counts.value.unsent > unsent.value.length)

  /** What of the same case stands before an entry. */
  function before(entry: OutboxEntry): Before {
    const lanes = [entry.case_id, ...(entry.after ?? [])]
    const earlier = unsent.value.filter((other) => lanes.includes(other.case_id) && other.seq < entry.seq)
    return earlier.some((other) => other.state === 'needs_you') ? 'stuck' : earlier.length ? 'waits' : 'none'
  }

  return { unsent, received, counts, isMore, before, showMore: () => (shown.value += PAGE) } as const
}

/** One entry, as it changes; null once it is gone. */
export function useEntry(id: () => Id): Ref<OutboxEntry | null | undefined> {
  return live(id, async (asked) => (await db.outbox.where('id').equals(asked).first()) ?? null, undefined as OutboxEntry | null | undefined)
}
