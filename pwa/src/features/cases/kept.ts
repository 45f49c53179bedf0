/** What was just put into the outbox is said to be on the phone, with the ways on and back, then to have arrived. */
import { useRouter } from 'vue-router'
import { useI18n } from '@/core/i18n'
import type { Id } from '@/core/api'
import { db } from '@/core/db'
import { kick, takeBack, UNDO_MS } from '@/core/outbox'
import { say, toast, type Action } from '@/core/ui/toast'
import { pressAgain } from './again'

async function isSent(caseId: Id): Promise<boolean> {
  return (await db.outbox.where('case_id').equals(caseId).and((entry) => entry.state !== 'received').count()) === 0
}

export function useKept() {
  const { t } = useI18n()
  const router = useRouter()

  async function undo(seq: number): Promise<void> {
    const back = await takeBack(seq)
    if (typeof back === 'object') await router.push({ path: '/report', query: { draft: back.draft } })
    else if (back !== 'done') say(t('cases.report.too_late'))
  }

  const again: Action = { words: t('cases.report.another'), run: () => pressAgain(() => void router.push({ path: '/report', query: { again: '1' } })) }

  /** `seq`: the entry that may be undone for a moment. */
  return async (caseId: Id, { seq, isReport = false }: { seq?: number; isReport?: boolean } = {}): Promise<void> => {
    const words = t('cases.report.kept')
    const ways = isReport ? [again] : []
    say(words, seq === undefined ? ways : [...ways, { words: t('cases.report.undo'), run: () => void undo(seq) }], UNDO_MS)
    await kick()
    // Held back as long as it may be undone.
    if (seq !== undefined && !(await isSent(caseId))) {
      await new Promise((resolve) => setTimeout(resolve, UNDO_MS + 100))
      await kick()
    }
    // Something said in the meantime is not talked over.
    if ((!toast.value || toast.value.words === words) && (await isSent(caseId))) say(t('cases.report.sent'), ways)
  }
}
