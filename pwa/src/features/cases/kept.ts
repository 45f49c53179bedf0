/** What was just put into the outbox is said to be on the phone, with the ways on and back, then to have arrived. */
import { useRouter } from 'vue-router'
import { useI18n } from '@/core/i18n'
import type { Id } from '@/core/api'
import { db } from '@/core/db'
import { kick, line, takeBack, UNDO_MS } from '@/core/outbox'
import { hush, say, toast, type Action } from '@/core/ui/toast'
import { useSession } from '@/features/session/store'
import { pressAgain } from './again'

async function isSent(caseId: Id): Promise<boolean> {
  return (await db.outbox.where('case_id').equals(caseId).and((entry) => entry.state !== 'received').count()) === 0
}

/** Until it can no longer be undone, or has gone before that because the person left. */
async function pastUndo(caseId: Id): Promise<void> {
  const end = performance.now() + UNDO_MS + 100
  while (performance.now() < end && !(await isSent(caseId))) await new Promise((resolve) => setTimeout(resolve, 300))
  await kick()
}

/** The words on the screen about what was kept last, as long as they are nobody else's. */
let latest: { said: string } | null = null

/** Another report is begun: what is said of the one before would look as if it were about this. */
export function hushKept(): void {
  if (latest && toast.value?.words === latest.said) hush()
  latest = null
}

export interface Kept {
  /** The entry that may be undone for a moment. */
  seq?: number
  isReport?: boolean
  undone?: () => Promise<void>
}

export function useKept() {
  const { t } = useI18n()
  const router = useRouter()
  const session = useSession()

  async function undo(seq: number, undone?: () => Promise<void>): Promise<void> {
    const back = await takeBack(seq)
    if (typeof back === 'object') return void (await router.push({ path: '/report', query: { draft: back.draft } }))
    if (back !== 'done') return say(t('cases.report.too_late'))
    await undone?.()
    say(t('cases.report.undone'))
  }

  /** Nothing is said to be on its way that is not. */
  function words(): string {
    if (session.standing === 'ended') return t('cases.report.kept_login')
    const isOffline = line.value === 'offline' || session.standing === 'remembered' || navigator.onLine === false
    return t(isOffline ? 'cases.report.kept_offline' : 'cases.report.kept')
  }

  const again: Action = { words: t('cases.report.another'), run: () => pressAgain(() => void router.push({ path: '/report', query: { again: '1' } })) }

  return async (caseId: Id, { seq, isReport = false, undone }: Kept = {}): Promise<void> => {
    const said = words()
    const mine = (latest = { said })
    const ways = isReport ? [again] : []
    say(said, seq === undefined ? ways : [...ways, { words: t('cases.report.undo'), run: () => void undo(seq, undone) }], UNDO_MS)
    await kick()
    if (seq !== undefined) await pastUndo(caseId)
    // Something said in the meantime is not talked over.
    if (latest !== mine || (toast.value && toast.value.words !== said) || !(await isSent(caseId))) return
    mine.said = t('cases.report.sent')
    say(mine.said, ways)
  }
}
