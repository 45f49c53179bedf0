/** Whose phone this has been: names only, so that what waits here can be told apart. */
import type { Id, User } from '@/core/api'

const key = 'session.people'

function known(): Record<Id, string> {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '{}') as Record<Id, string>
  } catch {
    return {}
  }
}

export function rememberName({ id, name }: User): void {
  localStorage.setItem(key, JSON.stringify({ ...known(), [id]: name }))
}

export function nameOf(id: Id): string | null {
  return known()[id] ?? null
}
