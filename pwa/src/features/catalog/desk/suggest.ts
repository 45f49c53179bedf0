/** Who should get a case: the department whose duty fits its kind and is nearest above its place. */
import type { Duty, Id, Unit } from '@/core/api'

/** The unit itself, then its parents up to the district. */
export function chain(unitId: Id, units: Unit[]): Id[] {
  const parents = new Map(units.map((unit) => [unit.id, unit.parent_id]))
  const found: Id[] = []
  for (let id: Id | null | undefined = unitId; id && !found.includes(id); id = parents.get(id)) found.push(id)
  return found
}

/** Departments that answer for this kind here, the closest fit first: a named kind before "every kind", a near unit before a far one. */
export function suggested(duties: Duty[], units: Unit[], unitId: Id, categoryId: Id | undefined): Id[] {
  const above = chain(unitId, units)
  const fits = duties.filter(
    (duty) => above.includes(duty.unit_id) && (duty.category_id === null || duty.category_id === categoryId),
  )
  const distance = (duty: Duty) => (duty.category_id === null ? 100 : 0) + above.indexOf(duty.unit_id)
  return [...new Set(fits.sort((a, b) => distance(a) - distance(b)).map((duty) => duty.department_id))]
}
