/** What stands in the desk's bar, by what a person may do there. */
import type { Role } from '@/core/api'

export interface Door {
  name: string
  to: string
  /** Further addresses that lie behind it. */
  below?: string[]
  roles?: Role[]
}

export const doors: Door[] = [
  { name: 'cases', to: '/desk/cases' },
  { name: 'entry', to: '/desk/entry', below: ['/desk/imports'], roles: ['supervisor', 'organiser'] },
  { name: 'counts', to: '/desk/counts' },
  { name: 'cleanups', to: '/desk/cleanups', below: ['/desk/shops'], roles: ['organiser', 'supervisor', 'viewer', 'admin'] },
  { name: 'segments', to: '/desk/segments' },
  { name: 'chiefs', to: '/desk/chiefs', roles: ['admin', 'supervisor', 'viewer'] },
  { name: 'admin', to: '/desk/admin', roles: ['admin'] },
]

export function doorsFor(has: (...roles: Role[]) => boolean): Door[] {
  return doors.filter((door) => !door.roles || has(...door.roles))
}
