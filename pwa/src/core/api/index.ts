/** Everything the screens ask the server, typed. */
import { exchange, isCertain, request, type Wish } from './http'
import { ApiProblem, NoAnswer } from './problem'

export { API, setToken, shut, whenLoggedOut, whenStranger } from './http'
export { inOrder } from './order'
export { ApiProblem, NoAnswer } from './problem'
export type * from './types'
export type * from './desk-types'

export const get = <T>(path: string, wish?: Wish) => request<T>('GET', path, wish)
export const post = <T>(path: string, json?: unknown) => request<T>('POST', path, { json })
export const put = <T>(path: string, json: unknown) => request<T>('PUT', path, { json })
export const patch = <T>(path: string, json: unknown) => request<T>('PATCH', path, { json })
export const remove = <T>(path: string) => request<T>('DELETE', path)

/** `?a=1&a=2&b=3`; what is undefined, null or '' is left out. */
export function query(values: Record<string, string | number | boolean | string[] | null | undefined>): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== '') search.append(name, String(one))
    }
  }
  const text = search.toString()
  return text && `?${text}`
}

export function photoUrl(sha256: string, size: 'thumb' | 'screen' | 'original' = 'screen'): string {
  return `/api/v1/photos/${sha256}?size=${size}`
}

/** Fetches only what changed: null when the server says that what we have still holds. */
export async function getIfChanged<T>(path: string, etag: string | null, timeoutMs?: number): Promise<{ data: T; etag: string | null } | null> {
  const answer = await exchange('GET', path, { headers: etag ? { 'If-None-Match': etag } : {}, timeoutMs })
  if (answer.status === 304) return null
  if (!isCertain(answer)) throw new NoAnswer(`an answer ${answer.status} that is not ours`, answer.status)
  if (answer.status >= 400) throw new ApiProblem({ code: 'unknown', detail: '', ...(answer.body as object), status: answer.status })
  return { data: answer.body as T, etag: answer.etag }
}
