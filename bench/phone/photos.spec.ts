/** What a photo of twelve megapixels costs the phone: `make bench-phone`. The worker is not slowed, the page six times. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Page, expect, test } from '@playwright/test'
import { onPhone } from '../../tests/browser/people'
import { photo } from '../../tests/browser/photo'

const RUNS = Number(process.env.BENCH_RUNS ?? 9)
const SLOWER = 6
const [MAKING_MS, BLOCKED_MS] = [150, 50]

interface Task { ms: number, at: number }
interface Entry { value: number, unit: string, aim: number | null, met: boolean | null }
const entry = (value: number, unit: string, aim: number | null = null, met: boolean | null = null): Entry => ({ value: Math.round(value), unit, aim, met })
const median = (numbers: number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!

/** In the page, before the app: how long it is blocked at a time. */
function watchPage(): void {
  const tasks: Task[] = []
  Object.assign(window, { tasks })
  new PerformanceObserver((list) => list.getEntries().forEach(({ duration, startTime }) => tasks.push({ ms: duration, at: startTime }))).observe({ type: 'longtask' })
}

/** In the worker: from the wish for a smaller copy to the copy, by its own clock. */
function watchWorker(): void {
  const scope = self as unknown as Worker & { made: number[] }
  const began = new Map<number, number>()
  const post = scope.postMessage.bind(scope) as (message: unknown, options?: object) => void
  scope.made = []
  scope.addEventListener('message', ({ data }: MessageEvent<{ id: number, task: object }>) => void ('file' in data.task && began.set(data.id, performance.now())))
  scope.postMessage = (message: { id: number }, options?: object) => {
    const since = began.get(message.id)
    if (since !== undefined) scope.made.push(performance.now() - since)
    post(message, options)
  }
}

/** Twelve megapixels of a real photo with grain over it, as a camera's JPEG has; the camera's notes put back in. */
async function large(page: Page, seed: number): Promise<Buffer> {
  const small = (await photo(page, 'DSCN0010.jpg')).buffer
  // A page without the app's rules about addresses.
  const blank = await page.context().newPage()
  const base64 = await blank.evaluate(async ([source, shade]) => {
    const bitmap = await createImageBitmap(await (await fetch(`data:image/jpeg;base64,${source}`)).blob())
    const canvas = new OffscreenCanvas(4000, 3000)
    const pen = canvas.getContext('2d', { willReadFrequently: true })!
    pen.drawImage(bitmap, 0, 0, 4000, 3000)
    const pixels = pen.getImageData(0, 0, 4000, 3000)
    let random = shade
    for (let i = 0; i < pixels.data.length; i++) {
      random = (random * 1664525 + 1013904223) >>> 0
      if (i % 4 < 3) pixels.data[i]! += (random >>> 27) - 16
    }
    pen.putImageData(pixels, 0, 0)
    const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.92 })).arrayBuffer())
    let text = ''
    for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192))
    return btoa(text)
  }, [small.toString('base64'), seed] as const)
  await blank.close()
  const made = Buffer.from(base64, 'base64')
  // Segments of the small one up to its tables, among them APP1.
  const notes = small.readUInt16BE(2) === 0xffe1 ? small.subarray(2, 4 + small.readUInt16BE(4)) : Buffer.alloc(0)
  return Buffer.concat([made.subarray(0, 2), notes, made.subarray(2)])
}

const tasks = (page: Page) => page.evaluate(() => (window as unknown as { tasks: Task[] }).tasks)
const draft = (page: Page) =>
  page.evaluate(() => new Promise<{ photos: { is_raw?: boolean, original_sha256?: string }[] }[]>((resolve) => {
    const opening = indexedDB.open('luzhang')
    opening.onsuccess = () => {
      const asking = opening.result.transaction('drafts').objectStore('drafts').getAll()
      asking.onsuccess = () => resolve(asking.result as never)
    }
  }))

test('a photo of twelve megapixels', async ({ browser }) => {
  const folder = await mkdtemp(join(tmpdir(), 'luzhang-photos-'))
  const page = await onPhone(browser, 'chief')
  await page.context().setGeolocation({ longitude: 113.6, latitude: 34.75, accuracy: 8 })
  const files: string[] = []
  const bytes = await large(page, 1)
  for (let i = 0; i <= RUNS; i++) {
    files.push(join(folder, `image-${i}.jpg`))
    // Bytes behind the picture's end make each another photo, at no cost.
    await writeFile(files[i]!, Buffer.concat([bytes, Buffer.from(`photo ${i}`)]))
  }
  await page.addInitScript(watchPage)
  await page.goto('/')
  await expect(page.locator('.shutter')).toBeVisible()
  await page.waitForTimeout(5000)
  const worker = page.workers().find((one) => one.url().includes('/worker-'))!
  await worker.evaluate(watchWorker)
  const tools = await page.context().newCDPSession(page)
  await tools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })

  const began = await page.evaluate(() => performance.now())
  await page.locator('.shutter input[type=file]').setInputFiles(files[0]!)
  await expect(page.locator('.report .picture img')).toBeVisible()
  const opened = await page.evaluate(() => performance.now())
  const opening = (await tasks(page)).filter(({ at }) => at >= began)

  const blocked: number[] = []
  for (let i = 1; i <= RUNS; i++) {
    await page.waitForTimeout(1500)
    const before = (await tasks(page)).length
    await page.locator('.shot input[capture]').setInputFiles(files[i]!)
    await expect.poll(async () => (await draft(page)).at(-1)!.photos.filter((one) => one.original_sha256 && !one.is_raw).length, { timeout: 30_000 }).toBe(i + 1)
    await page.waitForTimeout(500)
    blocked.push(Math.max(0, ...(await tasks(page)).slice(before).map(({ ms }) => ms)))
  }
  const made = await worker.evaluate(() => (self as unknown as { made: number[] }).made)
  const results: Record<string, Entry> = {
    others_busy: entry(loadavg()[0]!, 'load average after'),
    runs: entry(RUNS, 'photos, page slowed six times'),
    bytes_before: entry(bytes.length, 'bytes'),
    worker_median: entry(median(made), 'ms', MAKING_MS, median(made) <= MAKING_MS),
    worker_best: entry(Math.min(...made), 'ms', MAKING_MS, Math.min(...made) <= MAKING_MS),
    worker_worst: entry(Math.max(...made), 'ms'),
    page_blocked_by_a_photo_median: entry(median(blocked), 'ms', BLOCKED_MS, median(blocked) <= BLOCKED_MS),
    page_blocked_by_a_photo_worst: entry(Math.max(...blocked), 'ms', BLOCKED_MS, Math.max(...blocked) <= BLOCKED_MS),
    shutter_to_form: entry(opened - began, 'ms'),
    page_blocked_opening_the_form: entry(Math.max(0, ...opening.map(({ ms }) => ms)), 'ms'),
  }
  console.log('worker', made.map(Math.round).join(' '), '· blocked', blocked.map(Math.round).join(' '), '· opening', opening.map(({ ms }) => Math.round(ms)).join(' '))
  console.table(results)
  writeFileSync(join(__dirname, 'photos.json'), `${JSON.stringify(results, null, 2)}\n`)
  await page.context().close()
  await rm(folder, { recursive: true })
})
