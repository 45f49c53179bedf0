import type { Id } from '@/core/api'
import type { changeHeld as change } from './pages'

export { useHeldRows, type HeldRows } from './rows'
export { isSilent, noteSilence } from './silence'

/** Calls arrive in the order they were made. */
const keeping = () => import('./keeping')

export const startSync = () => void keeping().then((it) => (it.thenFetch(it.fetchWholes), it.startSync()))
export const syncFor = (id: Id | null) => void keeping().then((it) => it.syncFor(id))
export const syncNow = () => keeping().then((it) => it.syncNow())
export const changeHeld = (...told: Parameters<typeof change>) => keeping().then((it) => it.changeHeld(...told))
