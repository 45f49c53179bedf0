/** Units, departments and their duties, fetched once for all desk screens; a screen that changes them loads again. */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { get, type Department, type Duty, type Id, type Unit } from '@/core/api'
import { suggested } from './suggest'

export interface UnitNode {
  value: Id
  label: string
  children: UnitNode[]
}

/** A tree for choosing; units without a known parent stand at the top. */
export function treeOf(units: Unit[]): UnitNode[] {
  const nodes = new Map(units.map((unit): [Id, UnitNode] => [unit.id, { value: unit.id, label: unit.name, children: [] }]))
  const top: UnitNode[] = []
  for (const unit of units) {
    const above = unit.parent_id ? nodes.get(unit.parent_id) : undefined
    ;(above?.children ?? top).push(nodes.get(unit.id)!)
  }
  return top
}

export const useReference = defineStore('reference', () => {
  const units = shallowRef<Unit[]>([])
  const departments = shallowRef<Department[]>([])
  const duties = shallowRef<Duty[]>([])
  const isLoaded = ref(false)
  const problem = shallowRef<unknown>(null)

  const tree = computed(() => treeOf(units.value))
  const unitName = (id: Id | null | undefined) => units.value.find((unit) => unit.id === id)?.name ?? ''
  const departmentName = (id: Id | null | undefined) => departments.value.find((one) => one.id === id)?.name ?? ''

  async function load(): Promise<void> {
    try {
      const [allUnits, allDepartments, allDuties] = await Promise.all([
        get<{ items: Unit[] }>('/units'),
        get<{ items: Department[] }>('/departments'),
        get<{ items: Duty[] }>('/duties').catch(() => ({ items: [] })),
      ])
      units.value = allUnits.items
      departments.value = allDepartments.items
      duties.value = allDuties.items
      isLoaded.value = true
      problem.value = null
    } catch (error) {
      problem.value = error
    }
  }

  const ensure = async () => void (isLoaded.value || (await load()))

  /** Departments in the order one would think of them for a kind of case in a unit; the suggested ones first. */
  function departmentsFor(unitId: Id, categoryId: Id | undefined): { suggested: Department[]; others: Department[] } {
    const active = departments.value.filter((one) => one.is_active)
    const first = suggested(duties.value, units.value, unitId, categoryId).flatMap((id) => active.find((one) => one.id === id) ?? [])
    return { suggested: first, others: active.filter((one) => !first.includes(one)) }
  }

  return { units, departments, duties, tree, problem, isLoaded, unitName, departmentName, departmentsFor, load, ensure }
})
