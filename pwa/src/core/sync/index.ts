export { isSilent, noteSilence, startSync, syncFor, syncNow, thenFetch } from './loop'
export { changeHeld } from './pages'
export { useHeldRows, type HeldRows } from './rows'
export { fetchWholes } from './wholes'
