/** Asks the feed until there is no more, page by page, each kept before the next is asked for. */
import { ApiProblem, get, NoAnswer, query, type Changes, type Id } from '@/core/api'
import { db } from '@/core/db'
import { keepPage, loseThePlace } from './pages'

const PAGE = 200
const TIMEOUT_MS = 20_000

/** Whether anything was told. `still`: this person is still the one on the phone. */
export async function pull(owner: Id, still: () => boolean): Promise<boolean> {
  for (let wasTold = false; ; ) {
    const cursor = (await db.feeds.get(owner))?.cursor ?? ''
    const askedAt = new Date().toISOString()
    const page = await ask(owner, cursor)
    if (!still()) return wasTold
    if (page === null) continue
    wasTold ||= page.items.length > 0
    const isKept = await keepPage(owner, cursor, page, askedAt)
    if (isKept && !page.has_more) return wasTold
  }
}

async function ask(owner: Id, after: string): Promise<Changes | null> {
  try {
    const page = await get<Changes>(`/changes${query({ concerns: 'me', limit: PAGE, after })}`, { timeoutMs: TIMEOUT_MS })
    // The cookie belongs to the browser: another tab may have logged somebody else in.
    if (page.items.some((item) => item.kind === 'scope' && item.id !== owner)) throw new NoAnswer('the answer is for another person')
    return page
  } catch (error) {
    if (!(error instanceof ApiProblem && error.code === 'bad_cursor' && after)) throw error
    await loseThePlace(owner)
    return null
  }
}
