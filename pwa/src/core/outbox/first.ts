/** What the first screen needs of the outbox. To show what lies in it; the sender itself comes a moment later. */
import type { Id } from '@/core/api'

export { line } from './line'
export { live, useDrafts, useLocalCases, useOutbox, useOutboxCounts } from './live'

/** Calls arrive in the order they were made. */
const sender = () => import('./sender')

export const startSender = () => void sender().then((it) => it.startSender())
export const sendFor = (id: Id | null) => void sender().then((it) => it.sendFor(id))
export const whenLoginNeeded = (act: () => void) => void sender().then((it) => it.whenLoginNeeded(act))
