/** The outbox as screens see it, always current, across tabs. */
import { liveQuery } from 'dexie'
import { computed, onScopeDispose, shallowRef, watch, type ComputedRef, type Ref } from 'vue'
import type { Id } from '@/core/api'
import { db, type Draft, type LocalCase, type OutboxEntry } from '@/core/db'

function live<T>(owner: () => Id, read: (owner: Id) => Promise<T>, empty: T): Ref<T> {
  const rows = shallowRef(empty) as Ref<T>
  let stop = () => undefined as void
  watch(
    owner,
    (id) => {
      stop()
      const subscription = liveQuery(() => read(id)).subscribe({ next: (found) => (rows.value = found), error: () => undefined })
      stop = () => subscription.unsubscribe()
    },
    { immediate: true },
  )
  onScopeDispose(() => stop())
  return rows
}

export interface Outbox {
  entries: Ref<OutboxEntry[]>
  unsent: ComputedRef<OutboxEntry[]>
  needsYou: ComputedRef<OutboxEntry[]>
}

export function useOutbox(owner: () => Id): Outbox {
  const entries = live(owner, (id) => db.outbox.where('owner').equals(id).sortBy('seq'), [] as OutboxEntry[])
  const unsent = computed(() => entries.value.filter((entry) => entry.state !== 'received'))
  const needsYou = computed(() => unsent.value.filter((entry) => entry.state === 'needs_you'))
  return { entries, unsent, needsYou }
}

export function useLocalCases(owner: () => Id): Ref<LocalCase[]> {
  return live(owner, (id) => db.cases.where('owner').equals(id).toArray(), [])
}

export function useDrafts(owner: () => Id): Ref<Draft[]> {
  return live(owner, (id) => db.drafts.where('owner').equals(id).reverse().sortBy('updated_at'), [])
}
