/** What can happen to a request on its way, and what each of it looks like to both ends. */
import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

export interface Answer { status: number, headers: IncomingHttpHeaders, body: Buffer }

/** One request on its way, and how to carry it on. */
export interface Passage {
  body: Buffer
  response: ServerResponse
  /** 0 to 1, for how long and how much; the seed decides. */
  lot: number
  /** Carries it to the server; with fewer bytes than it says it has, the line is cut after them. */
  ask: (change?: { bytes?: number, headers?: Record<string, string> }) => Promise<Answer>
  /** Cuts the line to the phone. */
  cut: () => void
}

export const MOMENT_MS = 400
/** Longer than anybody waits for a repetition, so that the repetition overtakes the first. */
export const LATE_MS = 3_000

/** The answer's first lines; how it came over the other connection is no part of it. */
function head({ response }: Passage, { status, headers, body }: Answer): boolean {
  if (response.destroyed) return false
  const { connection, 'keep-alive': kept, 'transfer-encoding': coding, ...rest } = headers
  response.writeHead(status, { ...rest, ...(status !== 204 && status !== 304 && { 'content-length': String(body.length) }) })
  return true
}

export function give(passage: Passage, answer: Answer): void {
  if (head(passage, answer)) passage.response.end(answer.body)
}

function say(passage: Passage, status: number, type: string, words: string, more: Record<string, string> = {}): void {
  give(passage, { status, headers: { 'content-type': type, ...more }, body: Buffer.from(words) })
}

const wait = (passage: Passage) => ({ 'retry-after': String(Math.round(passage.lot)) })

export const acts = {
  /** The server never hears of it. */
  lose_request: (passage) => passage.cut(),
  /** The server commits, the phone never hears of it. */
  lose_answer: async (passage) => {
    await passage.ask()
    passage.cut()
  },
  cut_request: async (passage) => {
    await passage.ask({ bytes: Math.floor(passage.body.length * passage.lot) }).catch(() => undefined)
    passage.cut()
  },
  cut_answer: async (passage) => {
    const answer = await passage.ask()
    if (!head(passage, answer)) return
    passage.response.write(answer.body.subarray(0, Math.floor(answer.body.length * passage.lot)), () => passage.cut())
  },
  /** Something on the way held it: the phone has long tried again when it reaches the server. */
  late: async (passage) => {
    passage.cut()
    await sleep(passage.lot * LATE_MS)
    await passage.ask()
  },
  delay: async (passage) => {
    await sleep(passage.lot * MOMENT_MS)
    give(passage, await passage.ask())
  },
  bad_gateway: (passage) => say(passage, 502, 'text/html', '<h1>502 Bad Gateway</h1>'),
  unavailable: (passage) => say(passage, 503, 'application/problem+json', '{"status": 503, "code": "unavailable", "title": "", "detail": ""}', wait(passage)),
  too_many: (passage) => say(passage, 429, 'application/problem+json', '{"status": 429, "code": "too_many_requests", "title": "", "detail": ""}', wait(passage)),
  /** A café's network wants its conditions accepted, whatever was asked. */
  portal_page: (passage) => say(passage, 200, 'text/html; charset=utf-8', '<form>点击上网</form>'),
  portal_json: (passage) => say(passage, 200, 'application/json', '{}'),
  portal_redirect: (passage) => say(passage, 302, 'text/html', '', { location: '/portal?from=elsewhere' }),
  /** The server has another token for this log-in than the phone believes. */
  stale_token: async (passage) => give(passage, await passage.ask({ headers: { 'x-csrf-token': 'of yesterday' } })),
} satisfies Record<string, (passage: Passage) => void | Promise<void>>

export type Fault = keyof typeof acts
export const faults = Object.keys(acts) as Fault[]
