/** Photos of a site: kept on the phone before anything else, made smaller, then into the outbox. */
import { onMounted } from 'vue'
import { useI18n } from '@/core/i18n'
import { db, type DraftPhoto, type UnfinishedMove } from '@/core/db'
import { enqueueCall, kick, siteCall, takeBack, mayTakeBack } from '@/core/outbox'
import { say } from '@/core/ui/toast'
import { addPhoto, bare, settled, takeUp } from '@/features/cases/capture'
import { useTrouble } from '@/features/cases/trouble'
import { useSession } from '@/features/session/store'
import type { SitePhoto } from '@/features/today/types'
import type { Here } from './acting'
import type { ShownPhoto } from './foresee'

type Role = SitePhoto['role']

export function useShots(here: () => Here) {
  const { t } = useI18n()
  const session = useSession()
  const explain = useTrouble()
  const shelf = () => `${session.id} ${here().site} `

  const empty = (role: Role, beside: string | null): UnfinishedMove => ({
    id: `${shelf()}${role} ${beside ?? ''}`, owner: session.id, photos: [], reason: role, words: '', beside, updated_at: new Date().toISOString(),
  })

  async function add(file: Blob, role: Role, beside: string | null = null): Promise<void> {
    const again = () => void add(file, role, beside)
    const row = empty(role, beside)
    try {
      const { isMade } = await addPhoto(db.unfinished, row, file, role)
      isMade.catch((error: unknown) => explain(error, file, again))
      await settled(row.id)
      await hand(row.id)
    } catch (error) {
      explain(error, file, again)
    }
  }

  /** Out of the shelf and into the outbox in one: there is never a moment in which neither has it. */
  async function hand(id: string): Promise<void> {
    await db.transaction('rw', db.tables, async () => {
      const row = await db.unfinished.get(id)
      if (!row) return
      await db.unfinished.delete(id)
      for (const photo of row.photos) await enqueue(photo, row.beside ?? null)
    })
    void kick()
  }

  async function enqueue(photo: DraftPhoto, beside: string | null): Promise<void> {
    const { session: at, site, name } = here()
    const { sha256, role, taken_at } = bare(photo)
    const json = { role, ...(beside && { beside }), ...(taken_at && { taken_at }) }
    const call = siteCall(at, site, { act: 'photo', json, photos: [{ sha256, role }] }, sha256)
    await enqueueCall(session.id, call, { title: t(`cleanups.photos.${role as Role}`), place: name, thumb_sha256: sha256 })
  }

  /** Killed before a photo had come this far: now it does. */
  async function takeUpAll(): Promise<void> {
    for (const row of await db.unfinished.where('id').startsWith(shelf()).toArray()) {
      await takeUp(db.unfinished, row)
      await hand(row.id)
    }
  }

  /** One that has not begun to leave is as if never taken; the site no longer shows any other. */
  async function remove(photo: ShownPhoto): Promise<void> {
    const { session: at, site, name } = here()
    const { sha256, role } = photo
    const naming = await db.outbox.where('photos').equals(sha256).and((entry) => entry.case_id === site && mayTakeBack(entry)).first()
    if (naming && (await takeBack(naming.seq)) === 'done') return say(t('cleanups.photos.removed'), { words: t('cleanups.undo'), run: () => void db.outbox.put(naming).then(() => kick()) })
    const call = siteCall(at, site, { act: 'withdraw', json: { role } }, sha256)
    const back = siteCall(at, site, { act: 'photo', json: { role, ...(photo.pair && { pair: photo.pair }) } }, sha256)
    const label = { title: t('cleanups.photos.withdraw'), place: name, thumb_sha256: sha256 }
    await enqueueCall(session.id, call, label)
    void kick()
    say(t('cleanups.photos.removed'), { words: t('cleanups.undo'), run: () => void enqueueCall(session.id, back, { ...label, title: t(`cleanups.photos.${role}`) }).then(() => kick()) })
  }

  onMounted(() => void takeUpAll())
  return { add, remove }
}

