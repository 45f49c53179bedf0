/** Which cases are ticked: single ones, or all that the filter finds. A tick holds the version that was seen. */
import { computed, ref, shallowRef, type ComputedRef, type Ref } from 'vue'
import type { CaseRow, Id } from '@/core/api'
import type { Queue } from './queue'

/** More than this are not fetched to be ticked one by one: they are taken by the filter. */
export const MOST_TICKED = 1000

export interface Picking {
  rows: Ref<ReadonlyMap<Id, CaseRow>>
  isAll: Ref<boolean>
  isBusy: Ref<boolean>
  count: ComputedRef<number>
  has: (id: Id) => boolean
  toggle: (rank: number) => void
  /** From the row ticked last to this one, as that one is. */
  extend: (rank: number) => Promise<void>
  /** While the mouse is drawn over rows: all between are ticked, those it has left again are not. */
  sweep: (from: number, to: number, isOn: boolean) => Promise<void>
  endSweep: () => void
  all: () => Promise<void>
  none: () => void
  keep: (ids: ReadonlySet<Id>) => void
  refresh: (row: CaseRow) => void
}

export function usePicking(queue: Pick<Queue, 'at' | 'between' | 'size' | 'isExact'>): Picking {
  const rows = shallowRef<ReadonlyMap<Id, CaseRow>>(new Map())
  const isAll = ref(false)
  const isBusy = ref(false)
  const count = computed(() => (isAll.value ? queue.size.value : rows.value.size))
  let anchor: { rank: number; isOn: boolean } | null = null
  let before: ReadonlyMap<Id, CaseRow> | null = null
  let latest = 0

  const has = (id: Id) => isAll.value || rows.value.has(id)

  function changed(some: CaseRow[], isOn: boolean, base: ReadonlyMap<Id, CaseRow> = rows.value): void {
    const next = new Map(base)
    for (const row of some) {
      if (!isOn) next.delete(row.id)
      else if (next.size < MOST_TICKED || next.has(row.id)) next.set(row.id, row)
    }
    rows.value = next
  }

  function toggle(rank: number): void {
    const row = queue.at(rank)
    if (!row || isAll.value) return
    anchor = { rank, isOn: !rows.value.has(row.id) }
    changed([row], anchor.isOn)
  }

  async function fetched(from: number, to: number): Promise<CaseRow[] | null> {
    const mine = ++latest
    const [first, last] = [Math.min(from, to), Math.min(Math.max(from, to), Math.min(from, to) + MOST_TICKED - 1)]
    isBusy.value = true
    try {
      const found = await queue.between(first, last)
      return mine === latest ? found : null
    } catch {
      return null
    } finally {
      if (mine === latest) isBusy.value = false
    }
  }

  async function extend(rank: number): Promise<void> {
    if (isAll.value) return
    const from = anchor ?? { rank, isOn: true }
    anchor = from
    const found = await fetched(from.rank, rank)
    if (found) changed(found, from.isOn)
  }

  async function sweep(from: number, to: number, isOn: boolean): Promise<void> {
    if (isAll.value) return
    before ??= rows.value
    anchor = { rank: from, isOn }
    const base = before
    const found = await fetched(from, to)
    if (found) changed(found, isOn, base)
  }

  function endSweep(): void {
    before = null
  }

  /** As many as can be held are held with the version seen; more are taken by the filter. */
  async function all(): Promise<void> {
    if (queue.size.value === 0) return
    if (!queue.isExact.value || queue.size.value > MOST_TICKED) {
      rows.value = new Map()
      isAll.value = true
      return
    }
    const found = await fetched(0, queue.size.value - 1)
    if (found) changed(found, true, new Map())
  }

  function none(): void {
    latest++
    isAll.value = isBusy.value = false
    rows.value = new Map()
    anchor = before = null
  }

  function keep(ids: ReadonlySet<Id>): void {
    isAll.value = false
    anchor = null
    rows.value = new Map([...rows.value].filter(([id]) => ids.has(id)))
  }

  /** Somebody has looked at the newer state: that is what the tick means now. */
  function refresh(row: CaseRow): void {
    if (rows.value.has(row.id)) changed([row], true)
  }

  return { rows, isAll, isBusy, count, has, toggle, extend, sweep, endSweep, all, none, keep, refresh }
}
