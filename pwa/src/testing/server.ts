/** A server in place of fetch: answers by method and path, and keeps what it was asked. */
import { vi } from 'vitest'
import { MARK } from '@/core/api/answer'

export interface Asked {
  method: string
  path: string
  headers: Record<string, string>
  json: unknown
}

type Reply = { status?: number; body?: unknown; type?: string; headers?: Record<string, string | undefined> } | 'no network'
export type Replies = Record<string, Reply | ((asked: Asked) => Reply)>

export function serve(replies: Replies): Asked[] {
  const all: Asked[] = []
  vi.stubGlobal('fetch', (url: string, init: RequestInit = {}) => {
    const path = url.replace(/^\/api\/v1/, '')
    const json = typeof init.body === 'string' ? (JSON.parse(init.body) as unknown) : undefined
    const asked = { method: init.method ?? 'GET', path, headers: init.headers as Record<string, string>, json }
    all.push(asked)
    const found = replies[`${asked.method} ${path}`] ?? replies[`${asked.method} ${path.split('?')[0]}`]
    const reply = typeof found === 'function' ? found(asked) : found
    if (reply === 'no network') return Promise.reject(new TypeError('Failed to fetch'))
    return Promise.resolve(answer(reply ?? { status: 404, body: { status: 404, code: 'not_found', detail: '' } }))
  })
  return all
}

function answer({ status = 200, body, type, headers }: Exclude<Reply, string>): Response {
  const kind = type ?? (status >= 400 ? 'application/problem+json' : 'application/json')
  const text = body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body)
  const all = Object.entries({ 'Content-Type': kind, [MARK]: '1', ...headers }).filter((one): one is [string, string] => one[1] !== undefined)
  return new Response(text, { status, headers: all })
}

export const problem = (status: number, code: string, headers?: Record<string, string>) => ({ status, body: { status, code, detail: `words of ${code}` }, headers })
