/** Cleanups as this phone last heard of them; today's are kept whole, so that the work needs no network. */
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { inOrder, query, type Page } from '@/core/api'
import { useCached } from '@/core/db/answers'
import { useSession } from '@/features/session/store'
import { inDays, today } from './days'
import type { SessionRow, WholeSession } from './types'

/** Days stand in no path: what was asked yesterday must be found again today. */
const MINE = `/cleanup-sessions${query({ mine: true, limit: 100 })}`
const ALL = `/cleanup-sessions${query({ limit: 200 })}`
/** What stands below must not wait for long, nor jump when the answer comes. */
const WAIT_MS = 800
/** Nobody stands at more places on one day. */
const MOST_KEPT = 5

const earliest = (a: SessionRow, b: SessionRow) => inOrder(a.held_on, b.held_on) || a.series_name.localeCompare(b.series_name)

export const useCleanups = defineStore('cleanups', () => {
  const session = useSession()
  const owner = () => session.id
  const mine = useCached<Page<SessionRow>>(owner, MINE)
  const all = useCached<Page<SessionRow>>(owner, ALL)
  /** Who reads the numbers of an office sees its sessions; anybody else only their own. */
  const seesOffice = computed(() => session.has('organiser', 'supervisor', 'viewer', 'admin'))

  const rowsOfMine = computed(() => mine.data.value?.items ?? [])
  const rowsOfAll = computed(() => all.data.value?.items ?? [])
  const isToday = ({ held_on, state }: SessionRow) => held_on === today() && state !== 'cancelled'
  const isMine = ({ id }: SessionRow) => rowsOfMine.value.some((row) => row.id === id)
  /** Mine, and below them what else an organiser's office holds. */
  const todays = computed(() => {
    const own = rowsOfMine.value.filter(isToday).sort(earliest)
    if (!session.has('organiser')) return own
    return [...own, ...rowsOfAll.value.filter((row) => isToday(row) && !isMine(row)).sort(earliest)]
  })
  /** Whom the list of cleanups has something to tell, on days without one too. */
  const mayLook = computed(() => seesOffice.value || rowsOfMine.value.length > 0)

  const hasWaited = ref(false)
  /** Whether today has a cleanup is known, or has been waited for. */
  const isKnown = computed(() => hasWaited.value || (mine.data.value !== null && (!seesOffice.value || all.data.value !== null)))

  async function load(): Promise<void> {
    const timer = setTimeout(waited, WAIT_MS)
    await Promise.all([mine.load(), ...(seesOffice.value ? [all.load()] : [])])
    clearTimeout(timer)
    waited()
  }

  function waited(): void {
    hasWaited.value = true
  }

  const keep = (path: string) => useCached(owner, path).load()

  /** What somebody will need at their sites, before they are out of reach. */
  async function keepReady(): Promise<void> {
    const soon = rowsOfMine.value.filter((row) => row.held_on >= today() && row.held_on <= inDays(7) && row.state !== 'cancelled')
    // By id: a row of the office's list is another object than the same one of mine.
    const near = [...new Set([...soon.sort(earliest), ...todays.value].map(({ id }) => id))].slice(0, MOST_KEPT)
    if (near.length) await Promise.all([keep('/cleanup-result-kinds'), keep('/participant-categories')])
    for (const id of near) await keepWhole(id)
  }

  async function keepWhole(id: string): Promise<void> {
    const whole = useCached<WholeSession>(owner, `/cleanup-sessions/${id}`)
    await whole.load()
    const here = (whole.data.value?.sites ?? []).filter((site) => !site.is_withdrawn && (site.lead?.id === session.id || site.helpers.some((one) => one.id === session.id)))
    for (const site of here) await keep(`/cleanup-sessions/${id}/sites/${site.id}/shops`)
  }

  return { rowsOfMine, rowsOfAll, todays, mayLook, isMine, isKnown, seesOffice, load, keepReady, keptAt: mine.keptAt, isStale: mine.isStale, isLoading: mine.isLoading }
})
