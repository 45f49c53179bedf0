export { useCounted, useUnsentTallies } from './live'
export { DEBOUNCE_MS, retryTallies, sendTallies, sendTalliesFor, wakeTallies, whenTallyNeedsLogin } from './sender'
export { adoptToken, applied, fork, isUnsent, placeOf, storeTaps, sumOf, sweepTallies, type CountingAt, type Counts, type Tap } from './store'
export { isPhoneFull, tap } from './taps'
