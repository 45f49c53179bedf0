/** Which moves make sense for many at once, and for how many of those ticked. What a person may not do after all the server refuses, case by case. */
import type { CaseRow, Role, Status } from '@/core/api'
import type { Filters } from './filters'
import type { Action } from './moves'

export interface BulkMove {
  action: Action
  from: readonly Status[]
  roles: readonly Role[]
}

const open: Status[] = ['reported', 'filed', 'assigned', 'handling', 'handled', 'suspended']
const supervisor: Role[] = ['supervisor']
const anybody: Role[] = ['supervisor', 'handler', 'road_chief', 'organiser', 'viewer', 'admin']

/** In the order of the buttons. */
export const bulkMoves: readonly BulkMove[] = [
  { action: 'assign', from: ['reported', 'filed', 'assigned', 'handling'], roles: supervisor },
  { action: 'file', from: ['reported'], roles: supervisor },
  { action: 'take', from: ['assigned'], roles: ['handler', 'road_chief'] },
  { action: 'verify_pass', from: ['handled'], roles: ['supervisor', 'road_chief'] },
  { action: 'verify_fail', from: ['handled'], roles: ['supervisor', 'road_chief'] },
  { action: 'return', from: ['assigned', 'handling'], roles: ['handler', 'road_chief'] },
  { action: 'reject', from: ['reported', 'filed'], roles: supervisor },
  { action: 'merge', from: open, roles: supervisor },
  { action: 'suspend', from: ['filed', 'assigned', 'handling'], roles: supervisor },
  { action: 'resume', from: ['suspended'], roles: supervisor },
  { action: 'remind', from: ['assigned', 'handling', 'handled'], roles: supervisor },
  { action: 'extend', from: ['assigned', 'handling'], roles: supervisor },
  { action: 'reopen', from: ['rejected', 'closed'], roles: supervisor },
  { action: 'comment', from: [...open, 'closed', 'rejected', 'merged', 'withdrawn'], roles: anybody },
]

export interface Offer {
  action: Action
  /** How many of those ticked can make it; null where nobody knows (all that a filter finds). */
  fits: number | null
}

type Has = (...roles: Role[]) => boolean

/** Those for rows that are ticked. Merging takes at least two. */
export function offersFor(rows: Iterable<CaseRow>, has: Has): Offer[] {
  const statuses = [...rows].map(({ status }) => status)
  return bulkMoves
    .filter(({ roles }) => has(...roles))
    .map(({ action, from }) => ({ action, fits: statuses.filter((status) => from.includes(status)).length }))
    .filter(({ action, fits }) => fits > (action === 'merge' ? 1 : 0))
}

/** Those for all that a filter finds; merging them into one is no act for hundreds. */
export function offersForAll({ status }: Filters, has: Has): Offer[] {
  return bulkMoves
    .filter(({ action, from, roles }) => has(...roles) && action !== 'merge' && (!status.length || status.some((one) => from.includes(one))))
    .map(({ action }) => ({ action, fits: null }))
}
