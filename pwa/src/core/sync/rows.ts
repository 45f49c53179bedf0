/** The held cases as screens see them: read once, then only what changed, in whichever tab it was told. */
import { Dexie, liveQuery } from 'dexie'
import { onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue'
import type { Id } from '@/core/api'
import { db, type FeedPlace, type HeldCase } from '@/core/db'

export interface HeldRows {
  rows: Ref<HeldCase[]>
  place: Ref<FeedPlace | null>
  /** The phone has been looked through; until then nothing is known to be missing. */
  isRead: Ref<boolean>
}

export function useHeldRows(owner: () => Id): HeldRows {
  const rows = shallowRef<HeldCase[]>([])
  const place = shallowRef<FeedPlace | null>(null)
  const isRead = ref(false)
  let stop = () => undefined as void

  watch(
    owner,
    (id) => {
      stop()
      rows.value = []
      place.value = null
      isRead.value = false
      stop = follow(id, (found, at) => {
        if (found) rows.value = found
        place.value = at
        isRead.value = true
      })
    },
    { immediate: true },
  )
  onScopeDispose(() => stop())
  return { rows, place, isRead }
}

/** Calls with null when nothing but the place has changed. */
function follow(owner: Id, show: (rows: HeldCase[] | null, place: FeedPlace | null) => void): () => void {
  const held = new Map<Id, HeldCase>()
  let seen: number | null = null
  let isOver = false
  let turn = Promise.resolve()

  async function read(place: FeedPlace | undefined): Promise<void> {
    if (isOver) return
    const tick = place?.tick ?? 0
    const isFirst = seen === null
    const news = await changedSince(owner, seen)
    const hasLost = !isFirst && (place?.gone_tick ?? 0) > seen!
    news.forEach((row) => held.set(row.id, row))
    if (hasLost) await drop(owner, held)
    seen = Math.max(tick, seen ?? 0)
    if (!isOver) show(isFirst || news.length || hasLost ? [...held.values()] : null, place ?? null)
  }

  const subscription = liveQuery(() => db.feeds.get(owner)).subscribe({
    next: (place) => (turn = turn.then(() => read(place)).catch(() => undefined)),
    // A phone that keeps nothing, as in some private windows, shows that there is nothing.
    error: () => show([], null),
  })
  return () => {
    isOver = true
    subscription.unsubscribe()
  }
}

function changedSince(owner: Id, tick: number | null): Promise<HeldCase[]> {
  if (tick === null) return db.held.where('owner').equals(owner).toArray()
  return db.held.where('[owner+tick]').between([owner, tick], [owner, Dexie.maxKey], false).toArray()
}

async function drop(owner: Id, held: Map<Id, HeldCase>): Promise<void> {
  const kept = new Set((await db.held.where('owner').equals(owner).primaryKeys()).map(([, id]) => id))
  for (const id of held.keys()) if (!kept.has(id)) held.delete(id)
}
