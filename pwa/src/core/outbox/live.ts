/** The outbox as screens see it, always current, across tabs and from the service worker. */
import { Dexie, liveQuery } from 'dexie'
import { computed, onScopeDispose, shallowRef, watch, type ComputedRef, type Ref } from 'vue'
import type { Id } from '@/core/api'
import { db, type Draft, type EntryState, type LocalCase, type OutboxEntry } from '@/core/db'
import { unsentStates } from './queue'

export function live<T>(owner: () => Id, read: (owner: Id) => Promise<T>, empty: T): Ref<T> {
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
  unsent: Ref<OutboxEntry[]>
  needsYou: ComputedRef<OutboxEntry[]>
}

export function useOutbox(owner: () => Id): Outbox {
  const read = (id: Id) => db.outbox.where('[owner+state]').anyOf(unsentStates.map((state) => [id, state])).sortBy('seq')
  const unsent = live(owner, read, [] as OutboxEntry[])
  return { unsent, needsYou: computed(() => unsent.value.filter((entry) => entry.state === 'needs_you')) }
}

/** Keys of the index only, no rows: asked by every screen, be there one entry or a thousand. */
const keys = (owner: Id, state: EntryState) =>
  db.outbox.where('[owner+state+case_id]').between([owner, state, Dexie.minKey], [owner, state, Dexie.maxKey])

export interface Counts {
  unsent: number
  needsYou: number
}

export function useOutboxCounts(owner: () => Id): Ref<Counts> {
  const read = async (id: Id): Promise<Counts> => {
    const [waiting, sending, needsYou] = await Promise.all(unsentStates.map((state) => keys(id, state).count()))
    return { unsent: waiting! + sending! + needsYou!, needsYou: needsYou! }
  }
  return live(owner, read, { unsent: 0, needsYou: 0 })
}

export interface WaitingFor {
  owner: Id
  count: number
}

/** How much of whom is on this phone; what it is, is nobody else's business. */
export function useWaitingByOwner(): Ref<WaitingFor[]> {
  const read = async (): Promise<WaitingFor[]> => {
    const owners = (await db.outbox.orderBy('owner').uniqueKeys()) as Id[]
    const counts = owners.map(async (owner) => {
      const each = await Promise.all(unsentStates.map((state) => keys(owner, state).count()))
      return { owner, count: each.reduce((sum, one) => sum + one, 0) }
    })
    return (await Promise.all(counts)).filter(({ count }) => count > 0)
  }
  return live(() => '', read, [])
}

/** The cases that something unsent is about. */
export function usePendingCases(owner: () => Id): Ref<Set<Id>> {
  const read = async (id: Id) => {
    const found = await Promise.all(unsentStates.map((state) => keys(id, state).keys()))
    return new Set(found.flat().map((key) => (key as unknown as [Id, EntryState, Id])[2]))
  }
  return live(owner, read, new Set<Id>())
}

export function useLocalCases(owner: () => Id): Ref<LocalCase[]> {
  return live(owner, (id) => db.cases.where('owner').equals(id).toArray(), [])
}

export function useDrafts(owner: () => Id): Ref<Draft[]> {
  return live(owner, (id) => db.drafts.where('owner').equals(id).reverse().sortBy('updated_at'), [])
}
