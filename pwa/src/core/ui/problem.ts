/** What went wrong, in the person's words: what happened and what to do. */
import { useI18n } from '@/core/i18n'
import { ApiProblem } from '@/core/api'

interface Said {
  status?: number
  code?: string
  detail?: string
  fields?: string[] | Record<string, string[]>
}

export function useProblemWords(): (problem: unknown) => string {
  const { t, has } = useI18n()

  /** The fields a person knows by name; `photos.0.sha256` is about the photos. */
  function namesOf(fields: Said['fields']): string[] {
    const all = Array.isArray(fields) ? fields : Object.keys(fields ?? {})
    const keys = all.map((field) => `core.field.${field.split('.')[0]}`).filter(has)
    return [...new Set(keys)].map((key) => t(key))
  }

  return (problem) => {
    const said =
      problem instanceof ApiProblem ? problem.document : (problem as Said | null)
    if (said?.status === undefined) return t('core.error.no_answer')
    const fields = said.code === 'invalid' || said.code === 'move_incomplete' ? namesOf(said.fields) : []
    if (fields.length) return t('core.error.fields', { fields: fields.join('、') })
    // Refusals that only a desk meets have their words with the desk.
    const key = [`core.error.${said.code}`, `desk.app.error.${said.code}`].find((one) => has(one))
    if (key) return t(key)
    if (said.status >= 500) return t('core.error.server')
    return t('core.error.other', { detail: [said.status || '', said.code ?? ''].join(' ').trim() })
  }
}
