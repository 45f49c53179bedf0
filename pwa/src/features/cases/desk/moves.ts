/** Every move as the desk offers it: its key, what it asks for, and how it can be taken back. */
import type { Action, Status } from '@/core/api'

/** In the order in which they are offered. */
export const actions: readonly Action[] = [
  'assign', 'file', 'verify_pass', 'verify_fail', 'take', 'handle', 'return', 'extend', 'refuse_extension', 'confirm', 'deny',
  'resume', 'unmerge', 'reopen', 'reject', 'merge', 'suspend', 'move', 'ask_confirm', 'ask_extension', 'remind', 'sight', 'comment',
  'withdraw',
]
export type { Action }
export type Need = 'note' | 'department' | 'due' | 'place' | 'into' | 'photo'

export interface Move {
  key: string
  /** Without these the server refuses. */
  needs: Need[]
  /** Asked for too, and may stay empty. */
  offers?: Need[]
  /** The main way on; others stand behind it. */
  isMain?: boolean
  isGrave?: boolean
  /** The move that takes this one back. */
  undo?: Action
  /** How many quick words there are (`desk.cases.chip.<action>.<n>`). */
  chips?: number
}

export const moves: Record<Action, Move> = {
  assign: { key: 'a', needs: ['department'], offers: ['note'], isMain: true },
  file: { key: 'l', needs: [] },
  verify_pass: { key: 'p', needs: [], isMain: true },
  verify_fail: { key: 'x', needs: ['note'], chips: 4 },
  take: { key: 't', needs: [], isMain: true },
  handle: { key: 'd', needs: ['photo'], offers: ['note'], isMain: true },
  return: { key: 'b', needs: ['note'], chips: 3 },
  extend: { key: 'e', needs: ['due'], offers: ['note'], isMain: true },
  refuse_extension: { key: 'g', needs: [], offers: ['note'] },
  confirm: { key: 'y', needs: [], offers: ['note'], isMain: true },
  deny: { key: 'z', needs: ['note'], chips: 2 },
  resume: { key: 'u', needs: [], isMain: true },
  unmerge: { key: 'u', needs: [], isMain: true },
  reopen: { key: 'o', needs: ['note'], chips: 2 },
  reject: { key: 'r', needs: ['note'], isGrave: true, undo: 'reopen', chips: 4 },
  merge: { key: 'm', needs: ['into'], offers: ['note'], undo: 'unmerge' },
  suspend: { key: 's', needs: ['note'], undo: 'resume', chips: 3 },
  move: { key: 'v', needs: ['place'], offers: ['note'] },
  ask_confirm: { key: 'q', needs: [], offers: ['note'] },
  ask_extension: { key: 'e', needs: ['due', 'note'] },
  remind: { key: 'n', needs: [], offers: ['note'] },
  sight: { key: 'i', needs: ['note'], chips: 3 },
  comment: { key: 'c', needs: ['note'] },
  withdraw: { key: 'w', needs: [], offers: ['note'], isGrave: true },
}

/** What this person may do here, the main way first; moves this desk does not know are left out. */
export function offered(allowed: string[]): Action[] {
  const known = actions.filter((action) => allowed.includes(action))
  return [...known.filter((action) => moves[action].isMain), ...known.filter((action) => !moves[action].isMain)]
}

/** Moves with nothing to fill in happen at once. */
export function asksNothing(action: Action): boolean {
  return moves[action].needs.length === 0 && !moves[action].offers?.length
}

/** Assigning from `reported` also files: the button says both. */
export function label(action: Action, status: Status): string {
  if (action === 'assign' && status === 'reported') return 'desk.cases.action.file_assign'
  if (action === 'assign' && status !== 'filed') return 'desk.cases.action.reassign'
  return `desk.cases.action.${action}`
}

/** A button says with "…" that it asks for more; the one that sends does not. */
export function bare(words: string): string {
  return words.replace(/…$/, '')
}
