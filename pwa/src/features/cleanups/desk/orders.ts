/** What undoes an order, as another order; null where nothing does. */
import { standingOf } from './sources'
import type { Given } from './ordering'
import type { SessionAction, WholeSession } from './types'

export interface Undo {
  action: SessionAction
  given: Given
}

/** `before` is the session as it stood; `note` says on record that something was taken back. */
export function undoOf(action: SessionAction, given: Given, before: WholeSession, note: string): Undo | null {
  switch (action) {
    case 'finish':
      return { action: 'reopen', given: {} }
    case 'reopen':
      return { action: 'finish', given: {} }
    case 'cancel':
      return { action: 'reinstate', given: { note } }
    case 'reinstate':
      return { action: 'cancel', given: { note: before.reason || note } }
    case 'postpone':
      return { action: 'postpone', given: { held_on: before.held_on, note } }
    case 'choose_sources':
      return { action, given: { ...given, sources: choiceBefore(given, before) } }
    default:
      return null
  }
}

/** What was chosen; none where the rule decided. */
function choiceBefore({ site_id, category_code = '' }: Given, before: WholeSession): Given['sources'] {
  const site = before.sites.find(({ id }) => id === site_id)
  const standing = site && standingOf(site, category_code)
  return standing?.isChosen ? (site!.counted[category_code]?.sources ?? []) : []
}
