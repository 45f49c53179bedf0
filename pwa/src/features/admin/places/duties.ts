/** A department's duties as an administrator thinks of them: in one unit, every kind or these kinds. */
import type { Duty, Id } from '@/core/api'

export interface DutyGroup {
  unit_id: Id | ''
  isEvery: boolean
  category_ids: Id[]
}

export function grouped(duties: Duty[]): DutyGroup[] {
  const groups = new Map<Id, DutyGroup>()
  for (const { unit_id, category_id } of duties) {
    const group = groups.get(unit_id) ?? { unit_id, isEvery: false, category_ids: [] }
    if (category_id === null) group.isEvery = true
    else group.category_ids.push(category_id)
    groups.set(unit_id, group)
  }
  return [...groups.values()]
}

/** Says what, and not where: it would be lost on the way. */
export function isHomeless({ unit_id, isEvery, category_ids }: DutyGroup): boolean {
  return !unit_id && (isEvery || category_ids.length > 0)
}

/** Back to rows, each once; groups without a unit are left out. */
export function ungrouped(groups: DutyGroup[]): { unit_id: Id; category_id: Id | null }[] {
  const rows = groups.flatMap(({ unit_id, isEvery, category_ids }) => {
    const kinds: (Id | null)[] = isEvery ? [null] : category_ids
    return unit_id === '' ? [] : kinds.map((category_id) => ({ unit_id, category_id }))
  })
  return [...new Map(rows.map((row) => [`${row.unit_id} ${row.category_id}`, row])).values()]
}
