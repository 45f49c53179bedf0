/**
 * Bytes on their way, by XMLHttpRequest: fetch cannot say how far it has got. A photo on a slow line may take as long
 * as it moves; one that stands still is given up. No fixed limit could be right for both.
 */
import { read, type Answer, type Wish } from './answer'

const STANDSTILL_MS = 45_000
/** What the phone has handed to the network may still be queued there: slowest line worth waiting for, in bytes a second. */
const SLOWEST = 2000
const QUEUED_BYTES = 300_000

export const carriesFar = () => typeof XMLHttpRequest !== 'undefined'

export function upload(url: string, method: string, headers: Record<string, string>, data: ArrayBuffer, wish: Wish): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest()
    let timer: ReturnType<typeof setTimeout> | undefined
    const giveUpAfter = (ms: number) => {
      clearTimeout(timer)
      timer = setTimeout(() => call.abort(), ms)
    }
    const abort = () => call.abort()
    call.open(method, url)
    for (const [name, value] of Object.entries(headers)) call.setRequestHeader(name, value)
    call.upload.onprogress = ({ loaded }) => {
      giveUpAfter(STANDSTILL_MS)
      wish.onProgress?.(loaded / data.byteLength)
    }
    call.upload.onload = () => giveUpAfter(STANDSTILL_MS + (Math.min(data.byteLength, QUEUED_BYTES) / SLOWEST) * 1000)
    call.onload = () => resolve(answerOf(call, url))
    call.onerror = () => reject(new Error('the line broke'))
    call.onabort = () => reject(new Error('nothing moved'))
    call.onloadend = () => {
      clearTimeout(timer)
      wish.signal?.removeEventListener('abort', abort)
    }
    wish.signal?.addEventListener('abort', abort)
    giveUpAfter(STANDSTILL_MS)
    call.send(data)
  })
}

function answerOf(call: XMLHttpRequest, url: string): Answer {
  // A redirect is followed unasked; whoever answered from elsewhere is not the one we asked.
  const isDirect = new URL(call.responseURL || url, location.href).pathname === new URL(url, location.href).pathname
  return read(call.status, isDirect, { get: (name) => call.getResponseHeader(name) }, call.responseText)
}
