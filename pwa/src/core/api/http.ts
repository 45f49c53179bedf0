/** One request to our server and nothing else: cookie, token, and whether the answer is really ours. */
import { ApiProblem, NoAnswer, type ProblemDocument } from './problem'
import type { Session } from './types'

export const API = '/api/v1'
const unsafe = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

export interface Answer {
  status: number
  /** Parsed JSON; null for an empty answer and for anything that is not our JSON. */
  body: unknown
  /** A captive portal also says 200. Ours speaks JSON (or nothing with 204 and 304) and never redirects. */
  isOurs: boolean
  retryAfter: number | null
  etag: string | null
}

export interface Wish {
  json?: unknown
  bytes?: { data: ArrayBuffer; type: string }
  headers?: Record<string, string>
  signal?: AbortSignal
}

/** Requests of a screen nobody has touched for this long do not count as use of the log-in. */
const ATTENDED_MS = 60_000
let touchedAt = Date.now()
for (const sign of ['pointerdown', 'keydown', 'wheel']) {
  addEventListener(sign, () => (touchedAt = Date.now()), { capture: true, passive: true })
}

let token = ''
let onLoggedOut: () => void = () => undefined

export function setToken(next: string): void {
  token = next
}

/** What happens when the server no longer knows us. */
export function whenLoggedOut(act: () => void): void {
  onLoggedOut = act
}

/** Asks once. Throws NoAnswer only when nobody answered at all. */
export async function exchange(method: string, path: string, wish: Wish = {}): Promise<Answer> {
  const headers: Record<string, string> = { Accept: 'application/json', ...wish.headers }
  if (unsafe.has(method)) headers['X-CSRF-Token'] = token
  if (Date.now() - touchedAt > ATTENDED_MS) headers['X-Unattended'] = '1'
  if (wish.json !== undefined) headers['Content-Type'] = 'application/json'
  if (wish.bytes) headers['Content-Type'] = wish.bytes.type
  let response: Response
  let text: string
  try {
    response = await fetch(API + path, {
      method,
      headers,
      body: wish.bytes?.data ?? (wish.json === undefined ? undefined : JSON.stringify(wish.json)),
      signal: wish.signal,
      credentials: 'same-origin',
      redirect: 'manual',
    })
    text = await response.text()
  } catch (error) {
    throw new NoAnswer(String(error))
  }
  return { ...read(response, text), retryAfter: seconds(response), etag: response.headers.get('ETag') }
}

function read(response: Response, text: string): Pick<Answer, 'status' | 'body' | 'isOurs'> {
  const { status } = response
  if ((status === 204 || status === 304) && text === '') return { status, body: null, isOurs: true }
  const isJson = /^application\/(problem\+|geo\+)?json\b/.test(response.headers.get('Content-Type') ?? '')
  if (response.type === 'opaqueredirect' || !isJson) return { status, body: null, isOurs: false }
  try {
    return { status, body: JSON.parse(text), isOurs: true }
  } catch {
    return { status, body: null, isOurs: false }
  }
}

function seconds(response: Response): number | null {
  const value = Number(response.headers.get('Retry-After') ?? NaN)
  return Number.isFinite(value) && value >= 0 ? value : null
}

/** Fetches the token anew; false when the log-in has ended. */
export async function refreshToken(): Promise<boolean> {
  const answer = await exchange('GET', '/session')
  if (answer.status === 401) onLoggedOut()
  if (answer.status !== 200 || !answer.isOurs) return false
  token = (answer.body as Session).csrf_token
  return true
}

/** The usual way for screens: the body of a 2xx, or an exception that says what happened. */
export async function request<T>(method: string, path: string, wish: Wish = {}): Promise<T> {
  let answer = await exchange(method, path, wish)
  if (codeOf(answer) === 'csrf' && (await refreshToken())) answer = await exchange(method, path, wish)
  if (!answer.isOurs) throw new NoAnswer(`an answer ${answer.status} that is not ours`)
  if (answer.status >= 400) refuse(answer, path)
  return answer.body as T
}

export function codeOf(answer: Answer): string | null {
  return answer.isOurs && answer.status >= 400 ? ((answer.body as ProblemDocument | null)?.code ?? null) : null
}

function refuse(answer: Answer, path: string): never {
  if (answer.status === 401 && path !== '/session') onLoggedOut()
  const said = answer.body as Partial<ProblemDocument> | null
  throw new ApiProblem({ code: 'unknown', detail: '', ...said, status: answer.status }, answer.retryAfter)
}
