/** The page's side of the worker: made once, kept warm, and given up when it no longer answers. */
import { noteReserve, setAside } from '@/core/db/room'
import type { Done, Task } from './worker'

/** Far beyond what the largest photo takes on the slowest phone. */
const PATIENCE_MS = 20_000
/** Storing is quick; where it is not, the page does it itself rather than let a photo wait outside the database. */
const KEEPING_MS = 5_000
const REST_MS = 3000

type Waiting = { tell: (done: Done | null) => void; timer: ReturnType<typeof setTimeout> }

const waiting = new Map<number, Waiting>()
let worker: Worker | null = null
let last = 0

/** `cannot` where there is no worker to ask; null when it died or hung over this very task. */
export function askWorker(task: Task): Promise<Done | null> {
  const helper = ready()
  if (!helper) return Promise.resolve({ failed: 'cannot' })
  const id = ++last
  return new Promise((tell) => {
    waiting.set(id, { tell, timer: setTimeout(() => giveUp(null), 'keeping' in task ? KEEPING_MS : PATIENCE_MS) })
    helper.postMessage({ id, task }, 'frame' in task ? [task.frame] : [])
  })
}

/** Once the screen has come to rest: the first photo then finds decoder and encoder loaded. */
export function warmUp(): void {
  const begin = async () => {
    const done = await askWorker({ warm: true })
    noteReserve(done && 'isRoomy' in done ? done.isRoomy : await setAside())
  }
  if ('requestIdleCallback' in window) window.requestIdleCallback(() => void begin(), { timeout: REST_MS })
  else setTimeout(() => void begin(), REST_MS)
}

function ready(): Worker | null {
  if (worker || typeof Worker !== 'function') return worker
  worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
  worker.onmessage = ({ data }: MessageEvent<{ id: number; done: Done }>) => settle(data.id, data.done)
  // Its file did not load, or it broke outside of any task: the page does the work itself.
  worker.onerror = () => giveUp({ failed: 'cannot' })
  return worker
}

function settle(id: number, done: Done | null): void {
  const found = waiting.get(id)
  if (!found) return
  clearTimeout(found.timer)
  waiting.delete(id)
  found.tell(done)
}

function giveUp(done: Done | null): void {
  worker?.terminate()
  worker = null
  for (const id of [...waiting.keys()]) settle(id, done)
}
