/**
 * The whole result by rank, of which only windows are here: what is looked at is fetched, what was looked at is kept
 * until the list changed. Windows reach ten thousand ranks from the beginning or from a cursor, so every ten
 * thousandth rank has a cursor of its own.
 */
import { computed, onScopeDispose, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue'
import { get, query, type CaseRow, type Id, type Page } from '@/core/api'
import { toQuery, type Filters } from './filters'

export const PAGE = 50
const MOST_AT_ONCE = 200
/** As far as the server passes over rows by rank. */
const REACH = 10_000
/** Taller lists than browsers draw nobody scrolls through: a narrower filter finds more. */
const MOST_ROWS = 300_000

export interface Queue {
  /** How many there are, as far as known: `isExact` says whether that is all. */
  size: ComputedRef<number>
  isExact: ComputedRef<boolean>
  total: Ref<number | null>
  isLoading: Ref<boolean>
  problem: Ref<unknown>
  at: (rank: number) => CaseRow | undefined
  rankOf: (id: Id) => number
  /** Fetches what is lacking between the two ranks, the last one included. */
  want: (first: number, last: number) => Promise<void>
  /** The rows themselves, in order; fetched where they are lacking. */
  between: (first: number, last: number) => Promise<CaseRow[]>
  load: () => Promise<void>
  /** When the first page of the present question is here. */
  ready: () => Promise<void>
  refresh: () => Promise<void>
  put: (row: Partial<CaseRow> & { id: Id }) => void
}

const pageOf = (rank: number) => Math.floor(rank / PAGE)

export function useQueue(filters: () => Filters): Queue {
  /** By page number. Replaced as a whole, so that a change is seen. */
  const pages = shallowRef(new Map<number, CaseRow[]>())
  const total = ref<number | null>(null)
  const isCapped = ref(false)
  const isLoading = ref(false)
  const problem = shallowRef<unknown>(null)
  /** The first rank that does not exist, once an answer has shown it. */
  const end = ref<number | null>(null)
  /** A rank that does exist and those before it. */
  const known = ref(0)
  /** How long the list was, until it is known how long it is now: nobody's place jumps meanwhile. */
  const before = ref(0)
  /** The cursor behind rank `REACH × index`, exclusive. */
  let anchors: (string | null)[] = [null]
  let shown: [number, number] = [0, PAGE - 1]
  /** Answers to an older question are thrown away. */
  let question = 0
  let isSearching = false
  const onTheWay = new Map<number, Promise<void>>()

  const isExact = computed(() => total.value !== null && (!isCapped.value || end.value !== null))
  const size = computed(() => {
    if (total.value === null) return 0
    if (!isCapped.value) return total.value
    return Math.min(MOST_ROWS, end.value ?? Math.max(total.value + 1, known.value, before.value))
  })

  const at = (rank: number) => pages.value.get(pageOf(rank))?.[rank % PAGE]

  function rankOf(id: Id): number {
    for (const [number, rows] of pages.value) {
      const found = rows.findIndex((row) => row.id === id)
      if (found >= 0) return number * PAGE + found
    }
    return -1
  }

  async function ask(rank: number, limit: number): Promise<Page<CaseRow>> {
    const block = Math.floor(rank / REACH)
    const cursor = await anchorOf(block)
    if (block > 0 && cursor === null) return { items: [], next_cursor: null }
    return get<Page<CaseRow>>(`/cases${query({ ...toQuery(filters()), limit, cursor, offset: rank - block * REACH || null })}`)
  }

  /** Null where the list ends before. */
  async function anchorOf(block: number): Promise<string | null> {
    if (anchors[block] === undefined) {
      const mine = question
      const before = await ask(block * REACH - 1, 1)
      if (mine === question) anchors[block] = before.next_cursor
      return before.next_cursor
    }
    return anchors[block]
  }

  function learn(rank: number, limit: number, page: Page<CaseRow>): void {
    const last = rank + page.items.length
    if (page.items.length) known.value = Math.max(known.value, last)
    if (page.next_cursor === null && (page.items.length || rank === 0)) end.value = last
    else if (end.value !== null && (page.items.length ? last >= end.value : rank < end.value)) doubt()
    if (page.total !== undefined) {
      total.value = page.total
      isCapped.value = page.total_capped ?? false
    }
    const next = new Map(pages.value)
    for (let i = 0; i * PAGE < limit; i++) {
      const rows = page.items.slice(i * PAGE, (i + 1) * PAGE)
      if (rows.length) next.set(pageOf(rank) + i, rows)
      else next.delete(pageOf(rank) + i)
    }
    pages.value = next
  }

  /** It ends elsewhere than it did; what is known to exist may be gone as well. */
  function doubt(): void {
    before.value = end.value ?? 0
    end.value = null
    known.value = 0
  }

  async function fetchPages(first: number, count: number): Promise<void> {
    const mine = question
    try {
      const page = await ask(first * PAGE, count * PAGE)
      if (mine !== question) return
      learn(first * PAGE, count * PAGE, page)
      problem.value = null
    } catch (error) {
      if (mine === question) problem.value = error
      throw error
    }
  }

  /** Pages next to each other are one request, up to what one answer holds. */
  async function fetchLacking(numbers: number[], isAgain: boolean): Promise<void> {
    const lacking = numbers.filter((number) => (isAgain || !pages.value.has(number)) && !onTheWay.has(number))
    const groups: number[][] = []
    for (const number of lacking) {
      const group = groups.at(-1)
      if (group && group.at(-1) === number - 1 && group.length < MOST_AT_ONCE / PAGE) group.push(number)
      else groups.push([number])
    }
    for (const group of groups) {
      const work = fetchPages(group[0]!, group.length).finally(() => group.forEach((number) => onTheWay.get(number) === work && onTheWay.delete(number)))
      for (const number of group) onTheWay.set(number, work)
    }
    await Promise.all(numbers.map((number) => onTheWay.get(number)))
  }

  function numbersOf(first: number, last: number): number[] {
    const to = pageOf(Math.max(0, Math.min(last, size.value - 1)))
    const from = Math.min(pageOf(Math.max(0, first)), to)
    return Array.from({ length: to - from + 1 }, (_, i) => from + i)
  }

  async function want(first: number, last: number): Promise<void> {
    shown = [first, last]
    if (total.value === null) return
    await fetchLacking(numbersOf(first, last), false).catch(() => undefined)
    if (isCapped.value && end.value === null && last >= size.value - PAGE) void search()
  }

  async function between(first: number, last: number): Promise<CaseRow[]> {
    await fetchLacking(numbersOf(first, last), false)
    const rows: CaseRow[] = []
    for (let rank = first; rank <= last; rank++) {
      const row = at(rank)
      if (row) rows.push(row)
    }
    return rows
  }

  const blockEnd = (rank: number) => (Math.floor(rank / REACH) + 1) * REACH

  /** The last rank of a block; its cursor leads to the next. */
  async function exists(rank: number): Promise<boolean> {
    const mine = question
    const { items, next_cursor } = await ask(rank, 1)
    if (mine !== question || !items.length) return false
    anchors[(rank + 1) / REACH] = next_cursor
    if (next_cursor === null) end.value = rank + 1
    return true
  }

  /** Where the list ends, looked for by halving within the block of ranks that is being reached: a scrollbar wants to know. */
  async function search(): Promise<void> {
    if (isSearching || end.value !== null || known.value >= MOST_ROWS) return
    isSearching = true
    const mine = question
    try {
      // Counted to the end of counting, and one more is there.
      let low = Math.max(known.value, (total.value ?? 0) + 1)
      let high = blockEnd(low)
      while (await exists(high - 1)) {
        known.value = low = high
        if (end.value !== null || high >= before.value) return
        high = blockEnd(low)
      }
      if (mine !== question) return
      while (high - low > 1 && end.value === null) {
        const middle = Math.floor((low + high) / 2)
        const page = await ask(middle, MOST_AT_ONCE)
        if (mine !== question) return
        if (page.items.length && page.next_cursor === null) end.value = middle + page.items.length
        else if (page.items.length) low = middle + page.items.length
        else high = middle
      }
      end.value ??= low
    } catch {
      // The list stays as long as it is known to be; reaching its end asks again.
    } finally {
      if (mine === question) {
        isSearching = false
        before.value = 0
      }
    }
  }

  /** Whether it still ends where it did, give or take what an answer holds. */
  async function searchNearby(): Promise<void> {
    const mine = question
    const from = Math.max(0, (end.value ?? 0) - MOST_AT_ONCE)
    try {
      let page = await ask(from, MOST_AT_ONCE)
      let rank = from
      if (mine === question && page.next_cursor !== null) page = await ask((rank = from + MOST_AT_ONCE), MOST_AT_ONCE)
      if (mine !== question) return
      if (page.items.length && page.next_cursor === null) end.value = rank + page.items.length
      else {
        doubt()
        await search()
      }
    } catch {
      // As it was, until the next look.
    }
  }

  function forget(): void {
    question++
    onTheWay.clear()
    anchors = [null]
    end.value = null
    known.value = before.value = 0
    isSearching = false
  }

  let loading = Promise.resolve()
  const load = () => (loading = begin())

  async function begin(): Promise<void> {
    forget()
    const mine = question
    pages.value = new Map()
    total.value = null
    isCapped.value = false
    shown = [0, PAGE - 1]
    isLoading.value = true
    await fetchPages(0, 1).catch(() => undefined)
    if (mine !== question) return
    isLoading.value = false
    if (isCapped.value) await search()
  }

  /** Looks again at what is shown; what is not may have shifted and is fetched when it comes into sight. */
  async function refresh(): Promise<void> {
    if (isLoading.value) return
    if (total.value === null) return load()
    question++
    onTheWay.clear()
    anchors = [null]
    isSearching = false
    const mine = question
    const wanted = numbersOf(...shown)
    await fetchLacking(wanted, true).catch(() => undefined)
    if (mine !== question || problem.value) return
    pages.value = new Map([...pages.value].filter(([number]) => wanted.includes(number)))
    if (isCapped.value) await (end.value === null ? search() : searchNearby())
    if (mine === question && shown[1] >= size.value) await fetchLacking(numbersOf(...shown), false).catch(() => undefined)
  }

  function put(row: Partial<CaseRow> & { id: Id }): void {
    pages.value = new Map([...pages.value].map(([number, rows]) => [number, rows.map((old) => (old.id === row.id ? { ...old, ...row } : old))]))
  }

  watch(() => JSON.stringify(toQuery(filters())), load, { immediate: true })
  onScopeDispose(() => question++)
  return { size, isExact, total, isLoading, problem, at, rankOf, want, between, load, ready: () => loading, refresh, put }
}

/**
 * The case to look at once this one has been dealt with: the one after it, or before it at the end. `last` is where it
 * was seen last: it may lie beyond what is here, or its place is another's now. The first where nobody knows of a place.
 */
export async function neighbour(queue: Pick<Queue, 'rankOf' | 'between' | 'size'>, id: Id, step: 1 | -1 = 1, last = -1): Promise<Id | null> {
  if (queue.rankOf(id) < 0 && last >= 0) await queue.between(last, last).catch(() => [])
  const rank = queue.rankOf(id)
  const tries = rank >= 0 ? [rank + step, rank - step] : last >= 0 ? [step > 0 ? last : last - 1, last - 1] : [0]
  for (const one of tries) {
    if (one < 0 || one >= queue.size.value) continue
    const [found] = await queue.between(one, one).catch(() => [])
    if (found && found.id !== id) return found.id
  }
  return null
}
