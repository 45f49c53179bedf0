/** One sender at a time where the browser has no Web Locks: a row that must be renewed, or it lapses with its tab. */
import { db } from '@/core/db'

/** Timers of a tab in the background tick once a minute at worst. */
export const LEASE_MS = 90_000
const OUTBOX = 'outbox'

/** Takes the lease, or renews it; false while somebody else holds it. */
export async function hold(holder: string, now = Date.now(), name = OUTBOX): Promise<boolean> {
  return db.transaction('rw', db.leases, async () => {
    const lease = await db.leases.get(name)
    // One that runs longer than any was taken before the clock was put back.
    const isHeld = lease && lease.until > now && lease.until <= now + LEASE_MS
    if (isHeld && lease.holder !== holder) return false
    await db.leases.put({ name, holder, until: now + LEASE_MS })
    return true
  })
}

/** Goes on only while the lease is still ours: somebody may have taken it from a tab that slept. */
async function renew(holder: string, name: string, now = Date.now()): Promise<boolean> {
  return db.transaction('rw', db.leases, async () => {
    if ((await db.leases.get(name))?.holder !== holder) return false
    await db.leases.put({ name, holder, until: now + LEASE_MS })
    return true
  })
}

async function release(holder: string, name: string): Promise<void> {
  await db.leases.where('name').equals(name).and((lease) => lease.holder === holder).delete()
}

export async function underLease(work: (still: () => Promise<boolean>) => Promise<void>, name = OUTBOX): Promise<boolean> {
  const holder = crypto.randomUUID()
  if (!(await hold(holder, Date.now(), name))) return false
  const still = () => renew(holder, name)
  // A photo may be longer on its way than a lease lasts.
  const timer = setInterval(() => void still().catch(() => false), LEASE_MS / 4)
  try {
    await work(still)
  } finally {
    clearInterval(timer)
    await release(holder, name).catch(() => undefined)
  }
  return true
}
