export { useDrafts, useLocalCases, useOutbox, type Outbox } from './live'
export { rowOf } from './row'
export { kick, line, sendFor, startSender, wake, whenLoginNeeded, type Line } from './sender'
export { discard, enqueueMove, enqueueReport, mayTakeBack, retry, takeBack } from './store'
