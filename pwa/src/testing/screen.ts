/** Opens a phone's screen over a server that answers the catalogue, the segments and no cases, unless told otherwise. */
import { afterEach, beforeEach, vi } from 'vitest'
import { sendFor } from '@/core/outbox'
import { category, segment } from './fixtures'
import { freshPhone, mountPage, settle } from './mount'
import { serve, type Replies } from './server'

export const base: Replies = {
  'GET /categories': { body: { items: [category(), category({ id: 'k2', code: '04-06', name: '占道经营', rank: 2 })] } },
  'GET /road-segments': { body: { type: 'FeatureCollection', features: [segment] } },
  'GET /cases': { body: { items: [], next_cursor: null } },
}

/** Each test of the file begins with an empty phone that sends nothing by itself. */
export function onEmptyPhone(): void {
  beforeEach(async () => {
    sendFor(null)
    await freshPhone()
  })
  afterEach(() => {
    vi.unstubAllGlobals()
    document.body.innerHTML = ''
  })
}

export async function open(component: object, at: string, path: string, replies: Replies) {
  serve({ ...base, ...replies })
  const opened = await mountPage(component as never, at, path)
  await settle()
  return opened
}
