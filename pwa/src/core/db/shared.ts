/** Pictures another app handed to ours: kept before anything is asked, and nobody's until somebody takes them. */
import { db, type SharedFile } from '.'

/** Name of the form's field; the manifest says it to the phone's system. */
export const SHARED_FIELD = 'photos'

/** Keeps each file by itself, so that a full disk costs the last and not the first; answers how many found no room. */
export async function keepShared(form: FormData): Promise<number> {
  let lost = 0
  for (const file of form.getAll(SHARED_FIELD)) {
    // An empty picker posts an empty file.
    if (!(file instanceof Blob) || !file.size) continue
    const kept = { bytes: await file.arrayBuffer(), type: file.type, name: file.name, shared_at: new Date().toISOString() }
    await db.shared.add(kept as SharedFile).catch(() => (lost += 1))
  }
  return lost
}
