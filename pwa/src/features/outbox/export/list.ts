/** The two lists in the zip: one for a browser, with the pictures, one for a spreadsheet. */
import { useI18n } from '@/core/i18n'
import { fullMoment } from '@/core/i18n/time'
import { useProblemWords } from '@/core/ui/problem'
import type { Item } from './items'
import '../words'

export interface Listed extends Item {
  /** Paths of the photos in the zip; those the phone has lost are not among them. */
  files: string[]
}

const escape = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
const cell = (text: string) => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`

/** What somebody did, in a word. */
export function useActs(): (item: Pick<Item, 'kind' | 'act'>) => string {
  const { t } = useI18n()
  return ({ kind, act }) => (kind === 'draft' ? t('outbox.export.draft') : kind === 'cleanup' ? t('outbox.cleanup.act') : t(`core.action.${act}`))
}

export function useLists() {
  const { t } = useI18n()
  const actOf = useActs()
  const words = useProblemWords()

  const columns: [string, (item: Listed, i: number) => string][] = [
    ['number', (_, i) => String(i + 1)],
    ['case', (item) => item.number],
    ['act', actOf],
    ['title', (item) => item.title],
    ['place', (item) => item.place],
    ['at', (item) => fullMoment(item.at)],
    ['words', (item) => item.words],
    ['state', (item) => (item.kind === 'draft' ? t('outbox.export.draft') : t(`outbox.state.${item.state}`))],
    ['problem', (item) => (item.problem ? words(item.problem) : '')],
    ['folder', (item) => item.folder],
  ]
  const heading = (name: string) => t(`outbox.export.column.${name}`)

  /** With the mark Excel needs to read Chinese, and with what it would take for a formula defused. */
  function csv(items: Listed[]): string {
    const rows = [columns.map(([name]) => heading(name)), ...items.map((item, i) => columns.map(([, tell]) => tell(item, i)))]
    return '\uFEFF' + rows.map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n'
  }

  function html(items: Listed[], title: string): string {
    const blocks = items.map((item, i) => {
      const lines = columns.map(([name, tell]) => [heading(name), tell(item, i)] as const).filter(([, told]) => told)
      const pictures = item.files.map((file) => `<a href="${escape(encodeURI(file))}"><img loading="lazy" src="${escape(encodeURI(file))}" alt="${escape(file)}"></a>`)
      return `<section><dl>${lines.map(([name, told]) => `<dt>${escape(name)}</dt><dd>${escape(told)}</dd>`).join('')}</dl><p>${pictures.join('')}</p></section>`
    })
    const style = 'body{font:16px/1.6 sans-serif;max-width:60em;margin:1em auto;padding:0 1em}section{border-top:1px solid #999;padding:1em 0}dl{display:grid;grid-template-columns:6em 1fr;margin:0}dt{color:#566069}dd{margin:0}img{max-width:300px;max-height:300px;margin:4px}'
    return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(title)}</title><style>${style}</style><h1>${escape(title)}</h1><p>${escape(t('outbox.export.readme'))}</p>${blocks.join('')}</html>`
  }

  return { csv, html }
}
