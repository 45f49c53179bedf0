/** The report on the screen and its row on the phone, kept the same: photos in transactions of their own, all else as it is written. */
import { computed, onBeforeUnmount, onMounted, ref, watch } from 'vue'
import { useI18n } from '@/core/i18n'
import type { Id, PhotoRole } from '@/core/api'
import { db, type Draft } from '@/core/db'
import { bestFix, offBy, position } from '@/core/geo/position'
import { say } from '@/core/ui/toast'
import { addPhoto, putBack, settled, shotOf, takeOut, takeUp } from './capture'
import { begun, newDraft, saveFields } from './draft'
import { useTrouble } from './trouble'

const WRITE_AFTER_MS = 300
/** Until then a better fix may still come in for the photo: whoever reads the form stands where they took it. */
const FIX_OPEN_MS = 2 * 60_000

export function useWriting(owner: Id, isOurs: (lon: number, lat: number) => boolean) {
  const { t } = useI18n()
  const explain = useTrouble()
  const draft = ref<Draft>(newDraft(owner))
  const isLoaded = ref(false)
  const first = computed(() => draft.value.photos.find(({ role }) => role !== 'after') ?? null)
  let timer: ReturnType<typeof setTimeout> | undefined

  /** Takes up a draft of this person; `given` is what a new one begins with. */
  async function open(id: Id | null, given: (() => Partial<Draft>) | null): Promise<void> {
    const kept = id ? await db.drafts.get(id) : undefined
    if (kept?.owner === owner) {
      draft.value = kept
      void takeUp(db.drafts, kept).then(refresh)
    } else if (given) Object.assign(draft.value, given())
    isLoaded.value = true
  }

  async function refresh(): Promise<void> {
    const kept = await db.drafts.get(draft.value.id)
    if (!kept) return
    draft.value.photos = kept.photos
    placeByPhoto()
  }

  /** A photo from before lies where it says itself, if that is in the district; else a person has to say. */
  function placeByPhoto(): void {
    const { is_from_before, place, fix } = draft.value
    const photo = first.value
    if (!is_from_before || place || fix || !photo?.has_exif_place || !isOurs(photo.lon!, photo.lat!)) return
    draft.value.place = { placed_by: 'map', lon: photo.lon!, lat: photo.lat! }
  }

  async function add(file: Blob, role: PhotoRole = 'before'): Promise<void> {
    try {
      const shot = shotOf(file)
      if (!first.value) {
        const { fix, ...rest } = begun(shot)
        // Kept from the report before, where the phone has none of now.
        Object.assign(draft.value, rest, { fix: fix ?? draft.value.fix })
      } else if (shot.isFresh && draft.value.is_from_before && !draft.value.place) {
        // Whoever takes another photo now stands there now.
        Object.assign(draft.value, begun(shot), { is_from_before: false })
      }
      const { isMade } = await addPhoto(db.drafts, draft.value, file, role)
      isMade.catch((error: unknown) => explain(error, file, () => void add(file, role))).finally(() => void refresh())
      await settled(draft.value.id, 400)
      await refresh()
    } catch (error) {
      explain(error, file, () => void add(file, role))
    }
  }

  async function remove(name: string): Promise<void> {
    const { id } = draft.value
    const gone = await takeOut(db.drafts, id, name)
    await refresh()
    if (gone) say(t('cases.report.removed'), { words: t('cases.report.undo'), run: () => void putBack(db.drafts, id, gone).then(refresh) })
  }

  async function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    if (isLoaded.value && first.value) await saveFields(draft.value)
  }

  /** Nothing is written from here on: the report is sent or thrown away. */
  function close(): void {
    clearTimeout(timer)
    isLoaded.value = false
  }

  watch(draft, () => {
    clearTimeout(timer)
    timer = setTimeout(() => void flush(), WRITE_AFTER_MS)
  }, { deep: true })
  watch([position.latest, isLoaded], () => {
    const { place, fix, observed_at, is_from_before } = draft.value
    const shutter = Date.parse(observed_at)
    if (!isLoaded.value || !first.value || place || is_from_before || Date.now() - shutter > FIX_OPEN_MS) return
    // Without any near the shutter, the first that comes has to do.
    const found = bestFix(shutter) ?? (fix ? null : bestFix())
    if (found && (!fix || offBy(found, shutter) < offBy(fix, shutter))) draft.value.fix = found
  })
  onMounted(() => {
    document.addEventListener('visibilitychange', flush)
    window.addEventListener('pagehide', flush)
  })
  onBeforeUnmount(() => {
    document.removeEventListener('visibilitychange', flush)
    window.removeEventListener('pagehide', flush)
    void flush()
  })
  return { draft, first, isLoaded, open, add, remove, flush, close }
}
