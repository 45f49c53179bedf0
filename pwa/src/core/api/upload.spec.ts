import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { NoAnswer } from '.'
import { exchange, setToken } from './http'

/** A line that does what the spec tells it to. */
class Line {
  static last: Line
  upload: { onprogress?: (event: { loaded: number }) => void; onload?: () => void } = {}
  onload?: () => void
  onerror?: () => void
  onabort?: () => void
  onloadend?: () => void
  headers: Record<string, string> = {}
  status = 201
  responseText = '{"sha256": "x"}'
  responseURL = ''
  asked = ''

  constructor() {
    Line.last = this
  }
  open(method: string, url: string): void {
    this.asked = `${method} ${url}`
  }
  setRequestHeader(name: string, value: string): void {
    this.headers[name] = value
  }
  getResponseHeader(name: string): string | null {
    return name === 'Content-Type' ? 'application/json' : null
  }
  send(): void {}
  abort(): void {
    this.onabort?.()
    this.onloadend?.()
  }
  finish(): void {
    this.onload?.()
    this.onloadend?.()
  }
}

const MB = 1_000_000
let shares: number[]

function send(signal?: AbortSignal) {
  const bytes = { data: new ArrayBuffer(MB), type: 'image/jpeg' }
  const outcome = exchange('PUT', '/photos/x', { bytes, signal, onProgress: (share) => shares.push(share) }).catch((error: unknown) => error)
  return { outcome, line: Line.last }
}

beforeEach(() => {
  shares = []
  vi.useFakeTimers()
  vi.stubGlobal('XMLHttpRequest', Line)
  setToken('token-7')
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

it('goes out with token and kind, and tells how far it is', async () => {
  const { outcome, line } = send()
  expect([line.asked, line.headers['X-CSRF-Token'], line.headers['Content-Type']]).toEqual(['PUT /api/v1/photos/x', 'token-7', 'image/jpeg'])
  line.upload.onprogress?.({ loaded: MB / 4 })
  line.finish()
  expect(await outcome).toMatchObject({ status: 201, isOurs: true, body: { sha256: 'x' } })
  expect(shares).toEqual([0.25])
})

it('may take an hour as long as it moves', async () => {
  const { outcome, line } = send()
  for (let minute = 0; minute < 100; minute++) {
    vi.advanceTimersByTime(40_000)
    line.upload.onprogress?.({ loaded: minute * 10_000 })
  }
  line.finish()
  expect(await outcome).toMatchObject({ status: 201 })
})

it('is given up when nothing moves', async () => {
  const { outcome, line } = send()
  line.upload.onprogress?.({ loaded: 1000 })
  vi.advanceTimersByTime(46_000)
  expect(await outcome).toBeInstanceOf(NoAnswer)
})

it('waits longer for the answer, as the last bytes may still be queued in the phone', async () => {
  const { outcome, line } = send()
  line.upload.onload?.()
  vi.advanceTimersByTime(150_000)
  line.finish()
  expect(await outcome).toMatchObject({ status: 201 })
  const second = send()
  second.line.upload.onload?.()
  vi.advanceTimersByTime(200_000)
  expect(await second.outcome).toBeInstanceOf(NoAnswer)
})

it('ends when whoever asked no longer wants it, or the line breaks', async () => {
  const control = new AbortController()
  const { outcome } = send(control.signal)
  control.abort()
  expect(await outcome).toBeInstanceOf(NoAnswer)
  const broken = send()
  broken.line.onerror?.()
  expect(await broken.outcome).toBeInstanceOf(NoAnswer)
})

it('believes no answer that came from elsewhere', async () => {
  const { outcome, line } = send()
  line.responseURL = 'http://portal.example/login'
  line.finish()
  expect(await outcome).toMatchObject({ isOurs: false })
})
