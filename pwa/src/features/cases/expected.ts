/** What a row will be once the moves made on this phone have arrived; undone by itself when one is refused. */
import type { CaseRow, Id, MoveBody, PhoneAction, PhoneRow, Status } from '@/core/api'
import type { OutboxEntry } from '@/core/db'

/** What lists show: held by the phone or, where it holds too little, as the server listed it. */
export type ShownRow = CaseRow & Partial<Pick<PhoneRow, 'is_task' | 'yellow_at'>>

/** `isMine`: it stays with whoever made the move. */
const becomes: Partial<Record<PhoneAction, { status?: Status; isMine?: true }>> = {
  take: { status: 'handling', isMine: true },
  handle: { status: 'handled' },
  return: { status: 'filed' },
  verify_pass: { status: 'closed' },
  verify_fail: { status: 'assigned' },
  withdraw: { status: 'withdrawn' },
  confirm: {},
  deny: {},
}

export function expected<Row extends ShownRow>(row: Row, moves: OutboxEntry[]): Row {
  return moves.reduce((shown, entry) => after(shown, entry), row)
}

function after<Row extends ShownRow>(row: Row, { owner, body, created_at }: OutboxEntry): Row {
  const { action, note = '' } = body as MoveBody
  const change = becomes[action]
  const last_event = { action, note, at: created_at }
  if (!change) return { ...row, last_event }
  const { status = row.status, isMine } = change
  return { ...row, last_event, status, is_task: isMine ?? false, ...(isMine && { assignee_id: owner }) }
}

/**
 * The moves of each case that the rows do not know yet: under way, or received after the rows were asked for.
 * What needs the person has not happened.
 */
export function byCase(entries: OutboxEntry[], rowsOf: string): Map<Id, OutboxEntry[]> {
  const found = new Map<Id, OutboxEntry[]>()
  for (const entry of entries) {
    const isKnown = entry.state === 'received' && (entry.received_at ?? '') <= rowsOf
    if (entry.kind !== 'move' || entry.state === 'needs_you' || isKnown) continue
    found.set(entry.case_id, [...(found.get(entry.case_id) ?? []), entry])
  }
  return found
}
