/** To whom of a department a case may be given. */
import type { Id, Person, Unit } from '@/core/api'

/** Handlers and road chiefs of the department in the case's unit or one above it, as the server has it. */
export function whoMayHandle(people: Person[], departmentId: Id, unitId: Id, units: Unit[]): Person[] {
  const above = new Set<Id>()
  for (let id: Id | null = unitId; id && !above.has(id); id = units.find((unit) => unit.id === id)?.parent_id ?? null) above.add(id)
  return people.filter(
    (one) => one.department_id === departmentId && one.roles.some(({ role, unit_id }) => (role === 'handler' || role === 'road_chief') && above.has(unit_id)),
  )
}
