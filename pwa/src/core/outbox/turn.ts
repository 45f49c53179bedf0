/** Whose turn it is to send: one among all tabs and the service worker. */
import { underLease } from './lease'

/** Whether it is still ours to send; asked before every request. */
export type Still = () => Promise<boolean>

const always: Still = () => Promise.resolve(true)

/** Does the work if nobody else is at it; says whether it was done. What is sent apart has a turn of its own. */
export async function alone(work: (still: Still) => Promise<void>, what = 'outbox'): Promise<boolean> {
  const { locks } = navigator as { locks?: LockManager }
  if (!locks) return underLease(work, what)
  return locks.request(`luzhang-${what}`, { ifAvailable: true }, async (lock) => {
    if (lock) await work(always)
    return lock !== null
  })
}
