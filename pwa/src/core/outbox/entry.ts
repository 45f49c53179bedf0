/** An entry as it begins. */
import type { Id } from '@/core/api'
import type { OutboxEntry } from '@/core/db'

export type Label = Pick<OutboxEntry, 'title' | 'place' | 'thumb_sha256'>

export function newEntry(owner: Id, caseId: Id, label: Label, hold: number): Omit<OutboxEntry, 'seq' | 'kind' | 'body' | 'photos'> {
  const now = Date.now()
  return {
    ...label,
    id: crypto.randomUUID(),
    owner,
    case_id: caseId,
    photos_sent: [],
    is_record_sent: false,
    is_tried: false,
    follows: false,
    state: 'waiting',
    attempts: 0,
    next_try_at: 0,
    hold_until: hold && now + hold,
    problem: null,
    created_at: new Date(now).toISOString(),
    received_at: null,
  }
}

/** Each photo once, in the order they are named. */
export function namesOf({ photos = [] }: { photos?: { sha256: string }[] }): string[] {
  return [...new Set(photos.map((photo) => photo.sha256))]
}
