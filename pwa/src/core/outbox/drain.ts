/** Empties the outbox of one person, one entry after the other. Knows no screen: tabs and the service worker share it. */
import type { Id } from '@/core/api'
import { db } from '@/core/db'
import { deliver, type Outcome, type Ways } from './deliver'
import { claim, nextEntry, recover } from './queue'
import { settle } from './receipt'

/**
 * Sends while `owner` names somebody and somebody answers. What stopped it: silence or a log-in that has ended;
 * null when nothing more can be sent for the moment.
 */
export async function drain(owner: () => Id | null, ways: Ways & { onSettled?: (outcome: Outcome) => void }): Promise<Outcome | null> {
  const whose = owner()
  if (whose !== null) await recover(whose)
  while (whose !== null && owner() === whose && (await ways.still())) {
    const next = await nextEntry(whose, Date.now())
    if (!next) return null
    const entry = await claim(next.seq, Date.now())
    if (!entry) continue
    const outcome = await deliver(entry, ways)
    await settle(entry, outcome)
    ways.onSettled?.(outcome)
    if (outcome.verdict === 'offline' || outcome.verdict === 'login' || outcome.verdict === 'lost') return outcome
  }
  return null
}

/** On a full disk not even a receipt can be noted: copies of cases make room for what nobody else has. */
export async function makeRoom(): Promise<void> {
  await db.answers.filter(({ path }) => path.startsWith('/cases')).delete()
}
