/** What keeps the phone's copy current; loaded a moment after the first screen, which shows the copy as it is. */
export { startSync, syncFor, syncNow, thenFetch } from './loop'
export { changeHeld } from './pages'
export { fetchWholes } from './wholes'
