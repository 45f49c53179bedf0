/** The ways into the queue that stand at the left: each is a filter with a name and a count, as the server has it, so that a count and its list agree. */
import { shallowRef, type Ref } from 'vue'
import { ApiProblem, get, query, type Count, type Id, type Role, type Status, type User, type ViewCounts } from '@/core/api'
import { fromText, nothing, toQuery, type Filters } from './filters'
import { filtersOf, type SavedView } from './saved-views'

export interface View {
  /** Of the words `desk.cases.view.<name>`. */
  name: string
  filters: Filters
  /** "1000+" where counting ended; '' where nobody counts. */
  count: string
  tone?: 'red' | 'yellow'
}

export const open: Status[] = ['reported', 'filed', 'assigned', 'handling', 'handled', 'suspended']
const counted = ['reported', 'filed', 'due_soon', 'overdue', 'to_check', 'unplaced', 'suspended', 'open'] as const
const tones: Partial<Record<string, View['tone']>> = { overdue: 'red', due_soon: 'yellow' }

const holds = (user: User, ...roles: Role[]) => user.roles.some(({ role }) => roles.includes(role))

/** What the server counts for this person, in the order shown: first what waits for them. */
export function namesFor(user: User): string[] {
  return holds(user, 'handler', 'road_chief') ? ['mine', ...counted] : [...counted]
}

/** Those without a count: they grow with the archive, and nobody works through them. */
export function uncounted(user: User): View[] {
  const all = { name: 'all', filters: nothing, count: '' }
  return holds(user, 'supervisor', 'organiser', 'handler', 'road_chief') ? [all, { name: 'entered', filters: { ...nothing, reporter_id: user.id }, count: '' }] : [all]
}

export function viewsOf({ views }: Pick<ViewCounts, 'views'>): View[] {
  return views
    .filter(({ view }) => view !== 'by_road')
    .map((one) => ({ name: one.view, filters: fromText(one.query), count: words(one), tone: tones[one.view] }))
}

/** A road's open cases. */
export function ofRoad(id: Id): Filters {
  return { ...nothing, status: open, road_id: id }
}

export interface Views {
  counted: Ref<View[]>
  /** Of the views one has kept, by their ids. */
  kept: Ref<Record<Id, string>>
  roads: Ref<Count[]>
  /** One statement, and one more where roads are wanted. */
  count: () => Promise<void>
}

const words = ({ total, total_capped }: { total: number; total_capped: boolean }) => `${total}${total_capped ? '+' : ''}`

export function useViews(user: () => User | null, saved: () => SavedView[], wantsRoads: () => boolean): Views {
  const views = shallowRef<View[]>([])
  const roads = shallowRef<Count[]>([])
  const kept = shallowRef<Record<Id, string>>({})
  let latest = 0

  function ask(who: User, own: SavedView[]): Promise<ViewCounts> {
    const names = [...namesFor(who), ...(wantsRoads() ? ['by_road'] : [])]
    return get<ViewCounts>(`/cases/counts${query({ views: names.join(','), kept: own.map((view) => query(toQuery(filtersOf(view))).slice(1)) })}`)
  }

  async function count(): Promise<void> {
    const who = user()
    if (!who) return
    const mine = ++latest
    let own = saved()
    const answer = await ask(who, own).catch((error: unknown) => {
      // A view kept long ago may name what is no more; the others are counted all the same.
      if (!(error instanceof ApiProblem && error.status === 422 && own.length)) throw error
      own = []
      return ask(who, own)
    })
    if (mine !== latest) return
    views.value = viewsOf(answer)
    kept.value = Object.fromEntries(own.map(({ id }, i) => [id, words(answer.kept[i]!)]))
    if (wantsRoads()) roads.value = answer.roads.filter(({ key }) => key !== null).sort((a, b) => b.open - a.open)
  }

  return { counted: views, kept, roads, count }
}
