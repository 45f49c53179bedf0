/** What a person does at a site: into the outbox first, then said to be on the phone, with a way back. */
import { useI18n } from '@/core/i18n'
import type { Id } from '@/core/api'
import type { CallBody } from '@/core/db'
import { enqueueCall, kick, line, orderCall, siteCall, takeBack, UNDO_MS, type Sending } from '@/core/outbox'
import { say } from '@/core/ui/toast'
import { useSession } from '@/features/session/store'
import type { SiteShop } from '@/features/today/types'
import './words'

/** What a form holds cannot be stored as it is. */
const plain = <T>(row: T): T => JSON.parse(JSON.stringify(row)) as T
/** Shop after shop is ticked: they leave together, not one by one. */
const GATHER_MS = 3000

export interface Here {
  session: Id
  site: Id
  /** For the outbox's list. */
  name: string
}

export function useActing() {
  const { t } = useI18n()
  const session = useSession()

  const isOffline = () => line.value === 'offline' || session.standing !== 'in' || navigator.onLine === false

  /** Answers the entry's number; null where the phone has no room. */
  async function put(call: CallBody, title: string, place: string, how: Sending = {}, thumb: string | null = null): Promise<number | null> {
    try {
      const seq = await enqueueCall(session.id, plain(call), { title, place, thumb_sha256: thumb }, how)
      navigator.vibrate?.(20)
      void kick()
      return seq
    } catch {
      say(t('cases.report.disk_full'))
      return null
    }
  }

  async function undo(seq: number): Promise<void> {
    say(t((await takeBack(seq)) === 'done' ? 'cleanups.undone' : 'cleanups.too_late'))
  }

  /** `held`: may be undone with one tap until it leaves. */
  function tell(seq: number | null, held = false): void {
    if (seq === null) return
    const words = t(isOffline() ? 'cleanups.kept_offline' : 'cleanups.kept')
    say(words, held ? { words: t('cleanups.undo'), run: () => void undo(seq) } : [], UNDO_MS)
    if (held) setTimeout(() => void kick(), UNDO_MS + 100)
  }

  async function tick({ session: at, site, name }: Here, shop: SiteShop, tookPart: boolean): Promise<void> {
    const json = { took_part: tookPart ? [shop.id] : [], did_not: tookPart ? [] : [shop.id] }
    const words = `${tookPart ? '✓' : '×'} ${shop.name}`
    await put(siteCall(at, site, { act: 'ticks', json, words }), t('cleanups.shops.title'), name, { hold: GATHER_MS })
    setTimeout(() => void kick(), GATHER_MS + 100)
  }

  async function saveResults({ session: at, site, name }: Here, version: number, results: Record<string, number>, words: string): Promise<void> {
    tell(await put(siteCall(at, site, { act: 'results', json: { version, results }, words }), t('cleanups.results.title'), name))
  }

  async function close({ session: at, site, name }: Here, json: { photos: string[]; note: string; case_ids?: Id[] }, after: Id[]): Promise<void> {
    const call = siteCall(at, site, { act: 'close', json: { action_id: crypto.randomUUID(), ...json }, words: json.note })
    tell(await put(call, t('cleanups.cases.close'), name, { hold: UNDO_MS, after }, json.photos[0] ?? null), true)
  }

  async function finish(id: Id, version: number, name: string): Promise<void> {
    const call = orderCall(id, { action_id: crypto.randomUUID(), action: 'finish', version })
    tell(await put(call, t('cleanups.finish'), name, { hold: UNDO_MS }), true)
  }

  return { put, tick, saveResults, close, finish }
}
