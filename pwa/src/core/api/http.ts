/** One request to our server and nothing else: cookie, token, and whether the answer is really ours. */
import { read, type Answer, type Wish } from './answer'
import { ApiProblem, NoAnswer, type ProblemDocument } from './problem'
import type { Session, User } from './types'
import { carriesFar, upload } from './upload'

export type { Answer, Wish } from './answer'
export const API = '/api/v1'
const unsafe = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

/** Nobody waits longer than this for a screen; long enough for a report on a slow line. */
const TIMEOUT_MS = 60_000
/** Requests of a screen nobody has touched for this long do not count as use of the log-in. */
const ATTENDED_MS = 60_000
const hasScreen = typeof document !== 'undefined'
let touchedAt = hasScreen ? Date.now() : 0
if (hasScreen) {
  for (const sign of ['pointerdown', 'keydown', 'wheel']) {
    addEventListener(sign, () => (touchedAt = Date.now()), { capture: true, passive: true })
  }
}

let token = ''
let holder: string | null = null
let isOthers = false
let onLoggedOut: () => void = () => undefined
let onStranger: (stranger: User) => void = () => undefined
let onAnswered: (status: number | null) => void = () => undefined

/** The token belongs to one log-in of one person: a request under it can never count as somebody else's. */
export function setToken(next: string, whose: string | null = null): void {
  token = next
  holder = whose
}

/** While the cookie is another person's, what they would be told is nothing for this tab: it asks only who is here. */
export function shut(now: boolean): void {
  isOthers = now
}

/** What happens when the server no longer knows us. */
export function whenLoggedOut(act: () => void): void {
  onLoggedOut = act
}

/** What happens when this browser turns out to be logged in as somebody else, by another tab. */
export function whenStranger(act: (stranger: User) => void): void {
  onStranger = act
}

/** Each answer's status, whosever it is; null for none. */
export function whenAnswered(act: (status: number | null) => void): void {
  onAnswered = act
}

/** Asks once. Throws NoAnswer only when nobody answered at all. */
export async function exchange(method: string, path: string, wish: Wish = {}): Promise<Answer> {
  if (isOthers && path !== '/session') throw new NoAnswer('somebody else is logged in')
  const headers: Record<string, string> = { Accept: 'application/json', ...wish.headers }
  if (unsafe.has(method)) headers['X-CSRF-Token'] = token
  if (Date.now() - touchedAt > ATTENDED_MS) headers['X-Unattended'] = '1'
  if (wish.json !== undefined) headers['Content-Type'] = 'application/json'
  if (wish.bytes) headers['Content-Type'] = wish.bytes.type
  try {
    const answer = await (wish.bytes && carriesFar() ? upload(API + path, method, headers, wish.bytes.data, wish) : ask(method, path, headers, wish))
    onAnswered(answer.status)
    return answer
  } catch (error) {
    onAnswered(null)
    throw new NoAnswer(String(error))
  }
}

async function ask(method: string, path: string, headers: Record<string, string>, wish: Wish): Promise<Answer> {
  const { signal, stop } = timeLimit(wish)
  try {
    const response = await fetch(API + path, {
      method,
      headers,
      body: wish.bytes?.data ?? (wish.json === undefined ? undefined : JSON.stringify(wish.json)),
      signal,
      credentials: 'same-origin',
      redirect: 'manual',
    })
    return read(response.status, response.type !== 'opaqueredirect', response.headers, await response.text())
  } finally {
    stop()
  }
}

/** Without sight of how bytes get on (a service worker), they are given a second for each 2 kB. */
function timeLimit({ signal, bytes, timeoutMs }: Wish): { signal: AbortSignal; stop: () => void } {
  const control = new AbortController()
  const abort = () => control.abort()
  const timer = setTimeout(abort, (timeoutMs ?? TIMEOUT_MS) + (bytes?.data.byteLength ?? 0) / 2)
  signal?.addEventListener('abort', abort)
  return { signal: control.signal, stop: () => (clearTimeout(timer), signal?.removeEventListener('abort', abort)) }
}

/**
 * Fetches the token anew. ended: nobody is logged in any more, or somebody else is: what was asked for must not go out
 * under their name. silence: it could not be told.
 */
export async function renewToken(): Promise<'fresh' | 'ended' | 'silence'> {
  const answer = await exchange('GET', '/session', { timeoutMs: 30_000 })
  if (answer.status === 401 && answer.isOurs) return (onLoggedOut(), 'ended')
  if (answer.status !== 200 || !isCertain(answer)) return 'silence'
  const { user, csrf_token } = answer.body as Session
  if (holder !== null && user.id !== holder) return (onStranger(user), 'ended')
  setToken(csrf_token, user.id)
  return 'fresh'
}

/** The usual way for screens: the body of a 2xx, or an exception that says what happened. */
export async function request<T>(method: string, path: string, wish: Wish = {}): Promise<T> {
  let answer = await exchange(method, path, wish)
  if (codeOf(answer) === 'csrf' && (await renewToken()) === 'fresh') answer = await exchange(method, path, wish)
  if (!isCertain(answer)) throw new NoAnswer(`an answer ${answer.status} that is not ours`, answer.status)
  if (answer.status >= 400) refuse(answer, path)
  return answer.body as T
}

/** Ours beyond doubt: a refusal names a code of ours, everything else carries our mark. */
export function isCertain({ isOurs, isMarked, status }: Answer): boolean {
  return isOurs && (isMarked || status >= 400)
}

export function codeOf(answer: Answer): string | null {
  return answer.isOurs && answer.status >= 400 ? ((answer.body as ProblemDocument | null)?.code ?? null) : null
}

function refuse(answer: Answer, path: string): never {
  if (answer.status === 401 && path !== '/session') onLoggedOut()
  const said = answer.body as Partial<ProblemDocument> | null
  throw new ApiProblem({ code: 'unknown', detail: '', ...said, status: answer.status }, answer.retryAfter)
}
