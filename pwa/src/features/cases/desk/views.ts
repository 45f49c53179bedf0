/** The ways into the queue that stand at the left: each is a set of filters with a count. */
import type { Count, Role, Status, User } from '@/core/api'
import { nothing, type Filters } from './filters'

export interface View {
  name: string
  filters: Filters
  tone?: 'red' | 'yellow'
}

export const open: Status[] = ['reported', 'filed', 'assigned', 'handling', 'handled', 'suspended']

function view(name: string, filters: Partial<Filters>, tone?: View['tone']): View {
  return { name, filters: { ...nothing, ...filters }, tone }
}

export function viewsFor(user: User): View[] {
  const has = (...roles: Role[]) => user.roles.some(({ role }) => roles.includes(role))
  const tasks = view('tasks', { task: 'mine', sort: 'due_at' })
  const queue = [
    view('reported', { status: ['reported'] }),
    view('filed', { status: ['filed'] }),
    view('due_soon', { light: ['yellow'], sort: 'due_at' }, 'yellow'),
    view('overdue', { overdue: true, sort: 'due_at' }, 'red'),
    view('handled', { status: ['handled'] }),
    view('unplaced', { unplaced: true, status: open }),
    view('suspended', { status: ['suspended'] }),
  ]
  const rest = [view('open', { status: open }), view('all', {})]
  const mine = has('supervisor', 'organiser', 'handler', 'road_chief') ? [view('mine', { reporter_id: user.id })] : []
  return has('handler', 'road_chief') ? [tasks, ...queue, ...rest, ...mine] : [...queue, ...rest, ...mine]
}

const sum = (rows: Count[], keys: readonly string[]) => rows.filter(({ key }) => key !== null && keys.includes(key)).reduce((all, { total }) => all + total, 0)

/** Counts of the views from the counts by status, and what each needed apart. */
export function countsOf(views: View[], byStatus: Count[], apart: Record<string, number>): Record<string, string> {
  const counts = views.flatMap(({ name, filters }): [string, string][] => {
    if (name in apart) return [[name, String(apart[name])]]
    if (name === 'overdue') return [[name, String(byStatus.reduce((all, { overdue }) => all + overdue, 0))]]
    const isByStatus = Object.entries(filters).every(([key, value]) => key === 'status' || key === 'sort' || String(value) === String(nothing[key as keyof Filters]))
    if (!isByStatus) return []
    const shown = filters.status.length ? sum(byStatus, filters.status) : byStatus.reduce((all, { total }) => all + total, 0)
    return [[name, String(shown)]]
  })
  return Object.fromEntries(counts)
}
