/** Where somebody works, in words: their department, or else the unit of their role. */
import { computed, onMounted, type ComputedRef } from 'vue'
import type { Id } from '@/core/api'
import { useCached } from '@/core/db/answers'
import { useSession } from './store'

type Names = { items: { id: Id; name: string }[] }

export function useWhereabouts(): ComputedRef<string> {
  const session = useSession()
  const units = useCached<Names>(() => session.id, '/units')
  const departments = useCached<Names>(() => session.id, '/departments')
  onMounted(() => {
    void units.load()
    void departments.load()
  })
  const name = (names: Names | null, id: Id | null | undefined) => names?.items.find((one) => one.id === id)?.name ?? ''
  return computed(() => name(departments.data.value, session.user?.department_id) || name(units.data.value, session.user?.roles[0]?.unit_id))
}
