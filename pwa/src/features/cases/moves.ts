/** What each move asks of the person on the street. */
import type { Action, MoveBody, PhoneAction, PhotoRole } from '@/core/api'
import type { OutboxEntry } from '@/core/db'
import type { IconName } from '@/core/ui/icons'

export interface Ask {
  icon: IconName
  tone: 'main' | 'plain' | 'danger'
  /** A photo it may carry; `isPhotoNeeded` when it is nothing without. */
  photo: PhotoRole | null
  isPhotoNeeded: boolean
  isNoteNeeded: boolean
  /** Reasons to tap, at cases.reason.<action>. */
  hasReasons: boolean
  /** By how many days the end should move. */
  hasDays?: boolean
}

const plain: Ask = { icon: 'check', tone: 'plain', photo: null, isPhotoNeeded: false, isNoteNeeded: false, hasReasons: false }

export const asks: Record<PhoneAction, Ask> = {
  take: { ...plain, tone: 'main' },
  handle: { ...plain, icon: 'camera', tone: 'main', photo: 'after', isPhotoNeeded: true },
  return: { ...plain, icon: 'undo', isNoteNeeded: true, hasReasons: true },
  ask_extension: { ...plain, icon: 'clock', isNoteNeeded: true, hasReasons: true, hasDays: true },
  verify_pass: { ...plain, tone: 'main', photo: 'check' },
  verify_fail: { ...plain, icon: 'close', tone: 'danger', photo: 'check', isNoteNeeded: true, hasReasons: true },
  confirm: { ...plain, tone: 'main', photo: 'near' },
  deny: { ...plain, icon: 'close', tone: 'danger', isNoteNeeded: true, hasReasons: true },
  sight: { ...plain, icon: 'camera', photo: 'near', hasReasons: true, isNoteNeeded: true },
  move: { ...plain, icon: 'pin' },
  comment: { ...plain, icon: 'chat', isNoteNeeded: true },
  withdraw: { ...plain, icon: 'trash', tone: 'danger', hasReasons: true },
}

/** In the order of the thumb: what brings the case on comes first. */
export const order = Object.keys(asks) as PhoneAction[]
/** Nothing that a second thought would take back. */
export const plainSailing: PhoneAction[] = ['take', 'comment', 'sight']

/** Taken at once, without a sheet. */
export const atOnce: PhoneAction[] = ['take']
export const isCheck = (action: string) => action === 'verify_pass' || action === 'verify_fail'

/** With these the case leaves one's hands; what may follow only the server knows. */
const last: Action[] = ['handle', 'return', 'verify_pass', 'verify_fail', 'withdraw']
const again: Action[] = ['comment', 'sight', 'move']

/**
 * What may follow on moves that are still on the phone, so that whoever has no network can take a case and finish it.
 * Behind one that waits for the person nothing could leave: nothing may follow.
 */
export function allowedAfter(allowed: Action[], unsent: OutboxEntry[]): Action[] {
  if (unsent.some((entry) => entry.state === 'needs_you')) return []
  const made = unsent.filter((entry) => entry.kind === 'move').map((entry): Action => (entry.body as MoveBody).action)
  if (made.some((action) => last.includes(action))) return allowed.filter((action) => action === 'comment')
  return allowed.filter((action) => again.includes(action) || !made.includes(action))
}
