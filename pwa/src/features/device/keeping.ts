/** Asks the browser to keep what lies here, once there is something to keep: some browsers ask the person. */
import { liveQuery } from 'dexie'
import { watch } from 'vue'
import { db } from '@/core/db'
import { hasJustInstalled } from './install'
import { askToKeep } from './storage'

export function askWhenThereIsSomething(): () => void {
  let hasAsked = false
  const ask = () => {
    if (!hasAsked) void askToKeep()
    hasAsked = true
  }
  const entries = liveQuery(() => db.outbox.count()).subscribe({ next: (count) => count && ask(), error: () => undefined })
  const stop = watch(hasJustInstalled, (has) => has && void askToKeep())
  return () => {
    entries.unsubscribe()
    stop()
  }
}
