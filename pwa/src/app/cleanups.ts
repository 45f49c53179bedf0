/** The pages of cleanups come in: those that need nobody's log-in beside the app's shell, the others within it. */
import type { Router } from 'vue-router'
import { open, pages } from '@/features/cleanups/routes'
import * as messages from '@/features/messages/routes'

export function addTo(router: Router): void {
  for (const route of open) router.addRoute(route)
  for (const route of [...pages, ...messages.pages]) router.addRoute('phone', route)
}
