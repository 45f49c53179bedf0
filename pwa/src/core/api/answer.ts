/** An answer, and what can be told from it before anybody reads it. */

export interface Answer {
  status: number
  /** Parsed JSON; null for an empty answer and for anything that is not our JSON. */
  body: unknown
  /** A captive portal also says 200. Ours speaks JSON (or nothing with 204 and 304), refuses with a code and never redirects. */
  isOurs: boolean
  /** Carries our server's own mark. What proves itself by its content, as a receipt does, needs none; what is kept and shown does. */
  isMarked: boolean
  retryAfter: number | null
  etag: string | null
}

export interface Wish {
  json?: unknown
  bytes?: { data: ArrayBuffer; type: string }
  headers?: Record<string, string>
  signal?: AbortSignal
  /** Ends after this long; bytes may take as long as they get on. */
  timeoutMs?: number
  /** How much of the bytes has left, 0 to 1. */
  onProgress?: (share: number) => void
}

/** Our server puts this on all it says. A portal may answer everything with 200 and JSON of its own. */
export const MARK = 'X-Luzhang'

export function read(status: number, isDirect: boolean, headers: Pick<Headers, 'get'>, text: string): Answer {
  const rest = { status, isMarked: headers.get(MARK) !== null, retryAfter: retryAfterOf(headers), etag: headers.get('ETag') }
  const foreign = { ...rest, body: null, isOurs: false }
  if ((status === 204 || status === 304) && text === '') return { ...rest, body: null, isOurs: true }
  if (!isDirect || !/^application\/(problem\+|geo\+)?json\b/.test(headers.get('Content-Type') ?? '')) return foreign
  try {
    const body: unknown = JSON.parse(text)
    return status < 400 || isRefusal(body) ? { ...rest, body, isOurs: true } : foreign
  } catch {
    return foreign
  }
}

/** Every refusal of our server names its code; a proxy's or a portal's JSON does not. */
function isRefusal(body: unknown): boolean {
  return typeof (body as { code?: unknown } | null)?.code === 'string'
}

/** Seconds, however they were said. A date is measured by the sender's own clock: the phone's may be a day off. */
function retryAfterOf(headers: Pick<Headers, 'get'>): number | null {
  const said = headers.get('Retry-After')
  if (!said) return null
  const seconds = /^\d+$/.test(said.trim()) ? Number(said) : (Date.parse(said) - now(headers)) / 1000
  return Number.isFinite(seconds) ? Math.max(0, seconds) : null
}

function now(headers: Pick<Headers, 'get'>): number {
  const sent = Date.parse(headers.get('Date') ?? '')
  return Number.isNaN(sent) ? Date.now() : sent
}
