/** Cases of another system from a spreadsheet: looked through by the server, then taken in by its worker. */
import { shallowRef, type ShallowRef } from 'vue'
import { get, post, query, type CaseImport, type Id } from '@/core/api'
import { request } from '@/core/api/http'

export const SHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

export interface Imports {
  /** The one on the screen. */
  current: ShallowRef<CaseImport | null>
  earlier: ShallowRef<CaseImport[]>
  look: (file: File, system: string) => Promise<void>
  take: () => Promise<void>
  refresh: () => Promise<void>
  list: () => Promise<void>
  show: (id: Id) => void
}

/** From 0 to 100. */
export function percentOf({ taken, good }: CaseImport): number {
  return taken + good ? Math.floor((100 * taken) / (taken + good)) : 100
}

/** Other systems named before, the latest first. */
export function systemsOf(rows: CaseImport[]): string[] {
  return [...new Set(rows.map(({ system }) => system))]
}

export function useImports(): Imports {
  const current = shallowRef<CaseImport | null>(null)
  const earlier = shallowRef<CaseImport[]>([])

  async function look(file: File, system: string): Promise<void> {
    const data = await file.arrayBuffer()
    const path = `/case-imports${query({ system, file_name: file.name.slice(0, 120) })}`
    current.value = await request<CaseImport>('POST', path, { bytes: { data, type: SHEET } })
    await list()
  }

  /** Bad rows are left out; whoever presses the button has read how many. */
  async function take(): Promise<void> {
    const { value: found } = current
    if (found) current.value = await post<CaseImport>(`/case-imports/${found.id}/take`, { only_good: found.bad > 0 })
  }

  async function refresh(): Promise<void> {
    const { value: found } = current
    if (found?.status !== 'taking') return
    const now = await get<CaseImport>(`/case-imports/${found.id}`)
    if (current.value?.id === now.id) current.value = now
    if (now.status !== 'taking') await list()
  }

  async function list(): Promise<void> {
    earlier.value = (await get<{ items: CaseImport[] }>('/case-imports')).items
  }

  function show(id: Id): void {
    current.value = earlier.value.find((one) => one.id === id) ?? null
  }

  return { current, earlier, look, take, refresh, list, show }
}
