/** The one door for photos on their way up: made smaller where the browser can read them, untouched where it cannot. */
import { sha256 } from '@/core/db/digest'
import { BrokenPhoto } from './broken'
import type { Prepared } from './shrink'
import { askWorker } from './workshop'

export { BrokenPhoto, type Prepared }

/** Throws BrokenPhoto for a picture that is none any more, and nothing else: what fails otherwise goes up untouched. */
export async function prepare(file: Blob): Promise<Prepared> {
  const done = await askWorker({ file })
  if (done && 'prepared' in done) return done.prepared
  const failed = done && 'failed' in done ? done.failed : 'other'
  if (failed === 'broken') throw new BrokenPhoto()
  // Where the worker hung, the page would hang as well.
  return failed === 'cannot' ? prepareHere(file) : untouched(file)
}

async function prepareHere(file: Blob): Promise<Prepared> {
  try {
    const { shrink } = await import('./shrink')
    return await shrink(file)
  } catch (error) {
    if (error instanceof BrokenPhoto) throw error
    return untouched(file)
  }
}

async function untouched(file: Blob): Promise<Prepared> {
  const bytes = await file.arrayBuffer()
  const type = file.type || 'application/octet-stream'
  return { bytes, type, sha256: await sha256(bytes), original_sha256: null, taken_at: null, lon: null, lat: null }
}
