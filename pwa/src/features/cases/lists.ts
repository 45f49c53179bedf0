/** The lists a phone lives by, from what it holds, with what is still on its way mixed in. */
import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { inOrder, query, type CaseRow, type Id, type Page } from '@/core/api'
import { db, type OutboxEntry } from '@/core/db'
import { useCached } from '@/core/db/answers'
import { live, useLocalCases, useOutbox } from '@/core/outbox/first'
import { changeHeld, isSilent, syncNow, useHeldRows } from '@/core/sync'
import { useSession } from '@/features/session/store'
import { byCase, expected, type ShownRow } from './expected'
import { glanceOf, keepGlance } from './glance'

const TASKS = `/cases${query({ task: 'mine', sort: 'due_at', limit: 100 })}`
const none: OutboxEntry[] = []
const due = (row: CaseRow) => row.due_at ?? '9999'
const dueFirst = (a: CaseRow, b: CaseRow) => inOrder(due(a), due(b)) || inOrder(a.received_at, b.received_at)
const newestFirst = (a: CaseRow, b: CaseRow) => inOrder(b.observed_at, a.observed_at)

export const useCaseLists = defineStore('case-lists', () => {
  const session = useSession()
  const owner = () => session.id
  const { rows, place, isRead } = useHeldRows(owner)
  /** An office's queue is no phone's to hold: whoever supervises asks for its beginning. */
  const isOffice = computed(() => session.has('supervisor'))
  const queue = useCached<Page<CaseRow>>(owner, TASKS)
  const local = useLocalCases(owner)
  const { unsent } = useOutbox(owner)
  const received = live(owner, (id) => db.outbox.where('[owner+state]').equals([id, 'received']).toArray(), none)

  const asOf = computed(() => (isOffice.value ? queue.keptAt.value : place.value?.asked_at) ?? '')
  const moves = computed(() => byCase([...received.value, ...unsent.value], asOf.value))
  const pending = computed(() => new Set(unsent.value.map((entry) => entry.case_id)))
  const stuck = computed(() => new Set(unsent.value.filter((entry) => entry.state === 'needs_you').map((entry) => entry.case_id)))
  const foresee = <Row extends ShownRow>(row: Row): Row => (moves.value.has(row.id) ? expected(row, moves.value.get(row.id)!) : row)

  const held = computed(() => new Map(rows.value.map((row) => [row.id, row])))
  const queued = computed<ShownRow[]>(() => (queue.data.value?.items ?? []).filter((row) => !held.value.has(row.id)).map((row) => ({ ...row, is_task: true })))
  /** As last told: what somebody waits for, whatever was done about it since on this phone. */
  const known = computed(() => [...rows.value.filter((row) => row.is_task), ...(isOffice.value ? queued.value : [])].sort(dueFirst))
  const tasks = computed(() => known.value.map(foresee))
  const glance = shallowRef<ShownRow[]>([])
  const isKnown = computed(() => isRead.value && (!isOffice.value || queue.data.value !== null))
  const todo = computed(() => (isKnown.value ? tasks.value.filter((row) => row.is_task && (!pending.value.has(row.id) || stuck.value.has(row.id))) : glance.value))
  const underway = computed(() => tasks.value.filter((row) => pending.value.has(row.id) && !stuck.value.has(row.id)))

  const reports = computed<ShownRow[]>(() => {
    const mine = rows.value.filter((row) => row.reporter_id === session.id).map(foresee)
    const fresh = local.value.filter((row) => !held.value.has(row.id)).map(foresee)
    return [...fresh.sort(newestFirst), ...mine.sort(newestFirst)]
  })
  const unread = computed(() => rows.value.filter((row) => row.unread && row.reporter_id === session.id).length)

  const find = (id: Id): ShownRow | null => {
    const row = held.value.get(id) ?? queued.value.find((other) => other.id === id)
    return row ? foresee(row) : null
  }
  const ofSegment = (segment: Id): ShownRow[] => rows.value.filter((row) => row.segment_id === segment).map(foresee)

  async function load(): Promise<void> {
    await Promise.all([syncNow(), loadQueue()])
  }

  async function loadQueue(): Promise<void> {
    if (isOffice.value) await queue.load()
  }

  watch(owner, (id) => (glance.value = glanceOf(id)), { immediate: true })
  watch([isKnown, todo], () => isKnown.value && keepGlance(session.id, todo.value))

  /** Once the feed tells a report, its local row has served. */
  watch([held, local], () => {
    const served = local.value.filter((row) => held.value.has(row.id) && !pending.value.has(row.id)).map((row) => row.id)
    if (served.length) void db.cases.bulkDelete(served)
  })
  // What was on its way has arrived: the lists have changed.
  watch(() => unsent.value.length, (now, before) => now < before && void load())

  const markRead = (id: Id) => changeHeld(session.id, id, { unread: false })
  const keptAt = computed(() => place.value?.current_at ?? null)
  /** Nothing has ever been complete on this phone, so that an empty list says nothing. */
  const isLoading = computed(() => !isRead.value || (keptAt.value === null && !isSilent.value && session.standing !== 'ended') || (isOffice.value && queue.isLoading.value && !queue.data.value))

  return { tasks, todo, underway, reports, unread, pending, stuck, find, ofSegment, load, loadQueue, markRead, keptAt, isStale: isSilent, isLoading }
})
