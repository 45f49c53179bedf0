/** How many messages wait, shared by the bell and the lists. */
import { ref } from 'vue'
import { get, post, type Unread } from '@/core/api'

export const unread = ref(0)
export const isCapped = ref(false)

function take(found: Unread): void {
  unread.value = found.unread
  isCapped.value = found.is_capped
}

export async function countUnread(): Promise<void> {
  take(await get<Unread>('/messages/unread'))
}

/** These, or all up to one: what came since the look stays unread. */
export async function markRead(which: { ids: string[] } | { up_to: string }): Promise<void> {
  take(await post<Unread>('/messages/read', which))
}

export const shownCount = () => (isCapped.value ? `${unread.value}+` : String(unread.value))
