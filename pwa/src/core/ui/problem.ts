/** What went wrong, in the person's words: what happened and what to do. */
import { useI18n } from '@/core/i18n'
import { ApiProblem } from '@/core/api'

export function useProblemWords(): (problem: unknown) => string {
  const { t, has } = useI18n()
  return (problem) => {
    const said =
      problem instanceof ApiProblem ? problem.document : (problem as { status?: number; code?: string; detail?: string } | null)
    if (said?.status === undefined) return t('core.error.no_answer')
    // Refusals that only a desk meets have their words with the desk.
    const key = [`core.error.${said.code}`, `desk.app.error.${said.code}`].find((one) => has(one))
    if (key) return t(key)
    if (said.status >= 500) return t('core.error.server')
    return t('core.error.other', { detail: said.detail || said.code || String(said.status) })
  }
}
