/** The lists a phone lives by, kept for the time without a network, with what is still on its way mixed in. */
import { defineStore } from 'pinia'
import { computed, watch } from 'vue'
import { query, type CaseRow, type Page } from '@/core/api'
import { db } from '@/core/db'
import { useCached } from '@/core/db/answers'
import { useLocalCases, useOutbox } from '@/core/outbox'
import { useSession } from '@/features/session/store'

export const useCaseLists = defineStore('case-lists', () => {
  const session = useSession()
  const owner = () => session.id
  const tasksAnswer = useCached<Page<CaseRow>>(owner, '/cases?task=mine&sort=due_at&limit=100')
  const mineAnswer = useCached<Page<CaseRow>>(owner, () => `/cases${query({ reporter_id: session.id, limit: 50 })}`)
  const local = useLocalCases(owner)
  const { unsent } = useOutbox(owner)

  const pending = computed(() => new Set(unsent.value.map((entry) => entry.case_id)))
  const tasks = computed(() => tasksAnswer.data.value?.items ?? [])
  const todo = computed(() => tasks.value.filter((row) => !pending.value.has(row.id)))
  const reports = computed(() => {
    const known = mineAnswer.data.value?.items ?? []
    const fresh = local.value.filter((row) => !known.some((other) => other.id === row.id))
    return [...fresh.sort((a, b) => b.observed_at.localeCompare(a.observed_at)), ...known]
  })
  const unread = computed(() => reports.value.filter((row) => row.unread).length)

  async function load(): Promise<void> {
    await Promise.all([tasksAnswer.load(), mineAnswer.load()])
    await dropKnown()
  }

  /** Once the server lists a report, its local row has served. */
  async function dropKnown(): Promise<void> {
    const known = new Set((mineAnswer.data.value?.items ?? []).map((row) => row.id))
    await db.cases.bulkDelete(local.value.filter((row) => known.has(row.id) && !pending.value.has(row.id)).map((row) => row.id))
  }

  // What was on its way has arrived: the lists have changed.
  watch(() => unsent.value.length, (now, before) => now < before && void load())

  function markRead(id: string): void {
    const row = mineAnswer.data.value?.items.find((other) => other.id === id)
    if (row) row.unread = false
  }

  return { tasks, todo, reports, unread, pending, load, markRead, isStale: tasksAnswer.isStale, keptAt: tasksAnswer.keptAt, isLoading: tasksAnswer.isLoading }
})
