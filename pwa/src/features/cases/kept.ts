/** What was just put into the outbox is said to be on the phone, then to have arrived. */
import { useI18n } from '@/core/i18n'
import type { Id } from '@/core/api'
import { db } from '@/core/db'
import { kick } from '@/core/outbox'
import { say, toast } from '@/core/ui/toast'

async function isSent(caseId: Id): Promise<boolean> {
  return (await db.outbox.where('case_id').equals(caseId).and((entry) => entry.state !== 'received').count()) === 0
}

export function useKept() {
  const { t } = useI18n()

  return async (caseId: Id): Promise<void> => {
    const words = t('cases.report.kept')
    say(words)
    await kick()
    // Something said in the meantime is not talked over.
    if (toast.value?.words === words && (await isSent(caseId))) say(t('cases.report.sent'))
  }
}
