/** A move on the screen and its row on the phone: killed in the middle, it is found again when the same move is opened. */
import { onBeforeUnmount, onMounted, ref, watch } from 'vue'
import type { Id, PhotoRole } from '@/core/api'
import { db, type DraftPhoto, type UnfinishedMove } from '@/core/db'
import { addPhoto, bare, settled, takeOut, takeUp } from './capture'
import { useTrouble } from './trouble'

const WRITE_AFTER_MS = 300

export function useUnfinished(owner: Id, caseId: Id, action: string) {
  const explain = useTrouble()
  const id = `${owner} ${caseId} ${action}`
  const reason = ref('')
  const words = ref('')
  const photos = ref<DraftPhoto[]>([])
  let isOver = false
  let timer: ReturnType<typeof setTimeout> | undefined

  const empty = (): UnfinishedMove => ({ id, owner, photos: [], reason: reason.value, words: words.value, updated_at: new Date().toISOString() })

  async function refresh(): Promise<void> {
    photos.value = (await db.unfinished.get(id))?.photos ?? []
  }

  async function open(): Promise<void> {
    const kept = await db.unfinished.get(id)
    if (!kept) return
    reason.value ||= kept.reason
    words.value ||= kept.words
    photos.value = kept.photos
    void takeUp(db.unfinished, kept).then(refresh)
  }

  async function add(file: Blob, role: PhotoRole): Promise<void> {
    const again = () => void add(file, role)
    try {
      const { isMade } = await addPhoto(db.unfinished, empty(), file, role)
      isMade.catch((error: unknown) => explain(error, file, again)).finally(() => void refresh())
      await settled(id, 400)
      await refresh()
    } catch (error) {
      explain(error, file, again)
    }
  }

  async function remove(name: string): Promise<void> {
    await takeOut(db.unfinished, id, name)
    await refresh()
  }

  async function write(): Promise<void> {
    clearTimeout(timer)
    if (isOver) return
    await db.transaction('rw', db.unfinished, async () => {
      const row = (await db.unfinished.get(id)) ?? empty()
      if (row.photos.length || reason.value || words.value) await db.unfinished.put({ ...row, reason: reason.value, words: words.value })
    })
  }

  /** Runs with what stands on the phone, in the transaction that lets go of it: made and gone together, or neither. */
  async function finish<T>(act: (photos: DraftPhoto[]) => Promise<T>): Promise<T> {
    await settled(id)
    isOver = true
    try {
      return await db.transaction('rw', db.tables, async () => {
        const row = await db.unfinished.get(id)
        await db.unfinished.delete(id)
        return act((row?.photos ?? []).map(bare))
      })
    } catch (error) {
      isOver = false
      throw error
    }
  }

  watch([reason, words], () => {
    clearTimeout(timer)
    timer = setTimeout(() => void write(), WRITE_AFTER_MS)
  })
  onMounted(() => {
    void open()
    document.addEventListener('visibilitychange', write)
    window.addEventListener('pagehide', write)
  })
  onBeforeUnmount(() => {
    document.removeEventListener('visibilitychange', write)
    window.removeEventListener('pagehide', write)
    void write()
  })
  return { reason, words, photos, add, remove, finish }
}
