/** Where photos are made smaller, so that the screen never waits for it. One after the other: two at once would want twice the memory. */
import { setAside } from '@/core/db/reserve'
import { BrokenPhoto } from './broken'
import { keep, type Keeping, type Kept } from './keep'
import { canDraw, encodeFrame, shrink, type Prepared } from './shrink'

export type Task = { keeping: Keeping } | { file: Blob } | { frame: ImageBitmap } | { warm: true }
/** `cannot`: nothing can be drawn in this browser's workers. */
export type Done = { kept: Kept } | { prepared: Prepared } | { picture: Blob } | { failed: 'broken' | 'cannot' | 'full' | 'other' } | { isRoomy: boolean }

let before: Promise<void> = Promise.resolve()

/** The decoder and the encoder are loaded by their first use; and the room for a photo is tried out. */
async function warmUp(): Promise<Done> {
  const isRoomy = await setAside()
  if (typeof OffscreenCanvas !== 'function') return { isRoomy }
  const canvas = new OffscreenCanvas(16, 16)
  canvas.getContext('2d')!.fillRect(0, 0, 16, 16)
  await createImageBitmap(await canvas.convertToBlob({ type: 'image/jpeg' }))
  return { isRoomy }
}

async function work(task: Task): Promise<Done> {
  try {
    if ('keeping' in task) return { kept: await keep(task.keeping) }
    if ('warm' in task) return await warmUp()
    if (!canDraw() || typeof OffscreenCanvas !== 'function') return { failed: 'cannot' }
    if ('file' in task) return { prepared: await shrink(task.file) }
    return { picture: await encodeFrame(task.frame) }
  } catch (error) {
    const { name } = error as Error
    return { failed: error instanceof BrokenPhoto ? 'broken' : name === 'QuotaExceededError' ? 'full' : 'other' }
  }
}

self.addEventListener('message', ({ data: { id, task } }: MessageEvent<{ id: number; task: Task }>) => {
  before = before.then(async () => {
    const done = await work(task)
    self.postMessage({ id, done }, { transfer: 'prepared' in done ? [done.prepared.bytes] : [] })
  })
})
