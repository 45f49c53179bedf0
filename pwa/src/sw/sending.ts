/// <reference lib="webworker" />
/**
 * Sending after the app was closed, where the browser wakes us for it. The same rules as in the foreground, and only
 * for the person whose log-in this browser holds.
 */
import type { Session } from '@/core/api'
import { exchange, isCertain, setToken } from '@/core/api/http'
import { SYNC_TAG } from '@/core/outbox/background'
import { drain } from '@/core/outbox/drain'
import { nextWait } from '@/core/outbox/queue'
import { UNDO_MS } from '@/core/outbox/rules'
import { alone } from '@/core/outbox/turn'

declare const self: ServiceWorkerGlobalScope

/** Who is logged in, as the server says; null when nobody is, undefined when nobody answers. */
async function whoIsHere(): Promise<string | null | undefined> {
  const answer = await exchange('GET', '/session', { timeoutMs: 30_000 }).catch(() => null)
  if (!answer || !isCertain(answer)) return undefined
  if (answer.status !== 200) return answer.status === 401 ? null : undefined
  const { user, csrf_token } = answer.body as Session
  setToken(csrf_token, user.id)
  return user.id
}

/** Rejects while something is left that may get through later: the browser then wakes us again. */
export async function sendInBackground(): Promise<void> {
  const owner = await whoIsHere()
  // Without a log-in there is nothing to wait for: the app asks for it, and then sends.
  if (owner === null) return
  if (owner === undefined) throw new Error('nobody answers')
  for (let wait: number | null = 0; wait !== null; wait = await nextWait(owner, Date.now())) {
    if (wait > UNDO_MS) throw new Error('something is left for later')
    if (wait) await new Promise((resolve) => setTimeout(resolve, wait!))
    const stop = await sendAs(owner)
    if (stop === 'login') return
    if (stop !== null) throw new Error(stop)
  }
}

/** What stopped it, if anything did. */
async function sendAs(owner: string): Promise<string | null> {
  let stop: string | null = null
  const isOurs = await alone(async (still) => {
    stop = (await drain(() => owner, { still }))?.verdict ?? null
  })
  return isOurs ? stop : 'a tab is at it'
}

interface SyncEvent extends ExtendableEvent {
  tag: string
}

self.addEventListener('sync', (event) => {
  if ((event as SyncEvent).tag === SYNC_TAG) (event as SyncEvent).waitUntil(sendInBackground())
})
