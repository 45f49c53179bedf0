import type { Id, Person, Role } from '@/core/api'

export type RoleHeld = Person['roles'][number]

export const roles: Role[] = ['road_chief', 'supervisor', 'handler', 'organiser', 'viewer', 'admin']

/** A role that says not where: it would be lost on the way. */
export function isHalf({ role, unit_id }: { role: Role | ''; unit_id: Id | '' }): boolean {
  return role !== '' && !unit_id
}

/** Each role in each unit once, and no half-filled rows. */
export function wholeRoles(rows: { role: Role | ''; unit_id: Id | '' }[]): RoleHeld[] {
  const seen = new Set<string>()
  return rows.filter((row): row is RoleHeld => {
    const key = `${row.role} ${row.unit_id}`
    if (!row.role || !row.unit_id || seen.has(key)) return false
    seen.add(key)
    return true
  })
}
