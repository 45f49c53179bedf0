/** Who else has the same case open: a sign every ten seconds, and one at once when something changes. */
import { onBeforeUnmount, shallowRef, watch, type Ref } from 'vue'
import { put, remove, type Id, type Viewer } from '@/core/api'
import { usePolling } from '@/core/ui/polling'

export const SIGN_EVERY_MS = 10_000

export function usePresence(id: () => Id | null, isActing: () => boolean): Ref<Viewer[]> {
  const others = shallowRef<Viewer[]>([])

  async function sign(): Promise<void> {
    const about = id()
    if (about === null) return
    const answer = await put<{ others: Viewer[] }>(`/cases/${about}/presence`, { is_acting: isActing() }).catch(() => null)
    // Without an answer nothing is known; a name that stays on the screen would be a guess.
    if (about === id()) others.value = answer?.others ?? []
  }

  /** Not waited for: without it the server forgets by itself. */
  function leave(about: Id | null): void {
    if (about !== null) void remove(`/cases/${about}/presence`).catch(() => undefined)
  }

  watch(id, (_, before) => {
    others.value = []
    leave(before ?? null)
    void sign()
  }, { immediate: true })
  watch(isActing, () => void sign())
  usePolling(sign, SIGN_EVERY_MS)
  onBeforeUnmount(() => leave(id()))
  return others
}
