/** What somebody had begun to write when the log-in ended. It stays in this page's memory for the same person, who comes back to the same place; nobody else is shown it. */
import { onBeforeUnmount } from 'vue'
import { useSession } from '../store'

const kept = new Map<string, unknown>()

/** What was begun under this name before, if anything; `now` says what is begun, null for nothing, once the screen goes. */
export function useBegun<T>(name: string, now: () => T | null): T | null {
  const session = useSession()
  const key = `${session.id} ${name}`
  const before = (kept.get(key) ?? null) as T | null
  kept.delete(key)
  onBeforeUnmount(() => {
    const begun = session.standing === 'ended' ? now() : null
    if (begun !== null) kept.set(key, begun)
  })
  return before
}
