/** Keeps the sender informed of whose counters may go, as long as a page to count is open. */
import { watch } from 'vue'
import { sendTalliesFor, whenTallyNeedsLogin } from '@/core/tally'
import { useSession } from '@/features/session/store'

export function useTallySender(): void {
  const session = useSession()
  whenTallyNeedsLogin(session.end)
  watch(() => session.confirmedId, sendTalliesFor, { immediate: true })
}
