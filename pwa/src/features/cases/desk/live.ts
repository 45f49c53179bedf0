/** What changed elsewhere is on this desk within seconds: an idle desk asks the feed one small question, and only news makes it look again. */
import { get, query, type Changes } from '@/core/api'
import { usePolling } from '@/core/ui/polling'

export const EVERY_MS = 4000
/** Lights change by themselves, and nobody writes that down. */
const ANYWAY_MS = 60_000

export function useLive(look: () => Promise<unknown>): void {
  let cursor: string | null = null
  let lookedAt = Date.now()

  async function present(): Promise<string> {
    return (await get<Changes>(`/changes${query({ after: 'now', limit: 1 })}`)).next_cursor
  }

  async function hasNews(): Promise<boolean> {
    if (cursor === null) {
      cursor = await present()
      return true
    }
    const { items, next_cursor } = await get<Changes>(`/changes${query({ after: cursor, limit: 1 })}`)
    // However much there is: one look shows all of it.
    cursor = items.length ? await present() : next_cursor
    return items.length > 0
  }

  usePolling(async () => {
    const isLong = Date.now() - lookedAt > ANYWAY_MS
    if (!(await hasNews().catch(() => true)) && !isLong) return
    lookedAt = Date.now()
    await look()
  }, EVERY_MS)
}
