/** One's messages on a screen: newest first, page by page, read as they are opened. */
import { computed, ref, watch, type ComputedRef, type Ref } from 'vue'
import type { Message } from '@/core/api'
import { query } from '@/core/api'
import { usePaged, type Paged } from '@/core/ui/desk/paged'
import { countUnread, markRead, unread } from './unread'

export interface Inbox extends Paged<Message> {
  onlyUnread: Ref<boolean>
  canReadAll: ComputedRef<boolean>
  open: (message: Message) => void
  readAll: () => Promise<void>
}

export function useInbox(limit = 50): Inbox {
  const onlyUnread = ref(false)
  const list = usePaged<Message>(() => `/messages${query({ unread: onlyUnread.value || null })}`, limit)
  const canReadAll = computed(() => unread.value > 0 && list.rows.value.length > 0)

  function mark(read: (message: Message) => boolean): void {
    const at = new Date().toISOString()
    list.rows.value = list.rows.value.map((one) => (one.read_at === null && read(one) ? { ...one, read_at: at } : one))
  }

  /** Shown as read at once; should the server not hear of it, it is unread again at the next look. */
  function open(message: Message): void {
    if (message.read_at !== null) return
    mark((one) => one.id === message.id)
    void markRead({ ids: [message.id] }).catch(() => undefined)
  }

  async function readAll(): Promise<void> {
    const newest = list.rows.value[0]
    if (!newest) return
    await markRead({ up_to: newest.id })
    mark(() => true)
  }

  // Somebody told something new while the list is open: it appears by itself.
  watch(unread, (now, before) => void (now > before && list.rows.value.length <= limit && list.load()))
  void countUnread().catch(() => undefined)
  return { ...list, onlyUnread, canReadAll, open, readAll }
}
