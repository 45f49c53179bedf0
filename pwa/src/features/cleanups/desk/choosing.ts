/** Rows ticked in a table, told apart by whether they count. */
import { computed, ref, type ComputedRef, type Ref } from 'vue'
import type { Id } from '@/core/api'

interface Row {
  id: Id
  is_struck: boolean
}

export interface Chosen {
  ids: Ref<ReadonlySet<Id>>
  standing: ComputedRef<Id[]>
  struck: ComputedRef<Id[]>
  toggle: (id: Id) => void
  all: (wanted: Id[]) => void
  clear: () => void
}

/** What has left the list is no longer chosen. */
export function useChosen(rows: () => Row[]): Chosen {
  const ids = ref<ReadonlySet<Id>>(new Set())
  const of = (isStruck: boolean) => rows().filter(({ id, is_struck }) => ids.value.has(id) && is_struck === isStruck).map(({ id }) => id)

  function toggle(id: Id): void {
    ids.value = ids.value.has(id) ? new Set([...ids.value].filter((one) => one !== id)) : new Set([...ids.value, id])
  }

  return { ids, standing: computed(() => of(false)), struck: computed(() => of(true)), toggle, all: (wanted) => (ids.value = new Set(wanted)), clear: () => (ids.value = new Set()) }
}
