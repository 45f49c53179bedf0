/** A random number by which this browser signs in once. Where nothing may be stored, it lasts as long as the page. */
const KEY = 'sign-in.token'
const DONE = 'sign-in.done'
const KEPT = 12
const memory = new Map<string, string>()

function read(key: string): string | null {
  try {
    return localStorage.getItem(key) ?? memory.get(key) ?? null
  } catch {
    return memory.get(key) ?? null
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value)
    memory.delete(key)
  } catch {
    // Full, or forbidden: the page remembers.
    memory.set(key, value)
  }
}

/** Without `randomUUID`, which old browsers inside apps do not have. */
function random(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

export function phoneToken(): string {
  const kept = read(KEY)
  if (kept && /^[0-9a-f]{32}$/.test(kept)) return kept
  const made = random()
  write(KEY, made)
  return made
}

/** What this phone was told when it signed in, for when the code is scanned again. */
export interface Done {
  code: string
  signed_at: string
  category: string
  site: string
  /** The unit or shop; receipts kept from before have none. */
  named?: string
}

function all(): Done[] {
  try {
    const kept: unknown = JSON.parse(read(DONE) ?? '[]')
    return Array.isArray(kept) ? (kept as Done[]) : []
  } catch {
    return []
  }
}

export const doneAt = (code: string): Done | null => all().find((one) => one.code === code) ?? null

export function noteDone(done: Done): void {
  write(DONE, JSON.stringify([done, ...all().filter(({ code }) => code !== done.code)].slice(0, KEPT)))
}
