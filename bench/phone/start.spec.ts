/** How long a phone six times slower than this machine takes to show its street screen: `make bench-phone`. */
import { writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, type Page, expect, test } from '@playwright/test'
import { Line } from '../../tests/browser/line'
import { A_PHONE, logIn } from '../../tests/browser/people'

const RUNS = Number(process.env.BENCH_RUNS ?? 9)
const SLOWER = 6
const AIM_MS = 1000
const LOOP = 40_000_000

interface Start { street: number, shutter: number, paint: number }
interface Entry { value: number, unit: string, aim: number | null, met: boolean | null }
const entry = (value: number, unit: string, aim: number | null = null, met: boolean | null = null): Entry => ({ value: Math.round(value * 10) / 10, unit, aim, met })

/** Runs in the page: the moment after the frame in which both the shutter and the first task were there. */
function watchStreet(): void {
  const seen: Partial<Start> = {}
  const note = (name: keyof Start) => void (seen[name] ??= performance.now())
  const isDrawn = (selector: string) => (document.querySelector(selector)?.getBoundingClientRect().height ?? 0) > 0
  const look = () => {
    const hasShutter = isDrawn('.shutter'), hasTask = isDrawn('a.card[href^="/cases/"]')
    setTimeout(() => {
      if (hasShutter) note('shutter')
      if (hasShutter && hasTask) note('street')
    })
    if (!(hasShutter && hasTask)) requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
  Object.assign(window, { seenStreet: seen })
}

const spin = (count: number) => {
  const began = performance.now()
  let sum = 0
  for (let i = 0; i < count; i++) sum += i % 7
  return sum && performance.now() - began
}

const median = (numbers: number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!

test('a cold start without a network', async ({ playwright }, { project }) => {
  const profile = await mkdtemp(join(tmpdir(), 'luzhang-phone-'))
  const line = new Line(Number(process.env.BROWSER_PORT))
  await line.open()
  /** A browser process of its own: nothing is warm but what lies on the disk. */
  const open = () => playwright.chromium.launchPersistentContext(profile, { ...project.use.launchOptions, ...A_PHONE, locale: 'zh-CN', baseURL: line.address })

  async function visit(): Promise<void> {
    const context = await open()
    const page = await logIn(context.pages()[0]!, 'chief')
    await expect(page.locator('a.card[href^="/cases/"]').first()).toBeVisible()
    await page.evaluate(() => navigator.serviceWorker.ready)
    await page.waitForLoadState('networkidle')
    await context.close()
  }

  async function slowed(context: BrowserContext): Promise<Page> {
    const page = context.pages()[0]!
    await page.addInitScript(watchStreet)
    const tools = await context.newCDPSession(page)
    await tools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
    return page
  }

  async function start(prepare: (context: BrowserContext) => Promise<unknown>): Promise<Start & { loop: number }> {
    const context = await open()
    await prepare(context)
    const page = await slowed(context)
    await page.goto('/', { waitUntil: 'commit' })
    const isOver = () => (window as unknown as { seenStreet: Partial<Start> }).seenStreet.street && performance.getEntriesByName('first-contentful-paint').length
    await page.waitForFunction(isOver, null, { timeout: 60_000 })
    const found = await page.evaluate(() => ({
      ...(window as unknown as { seenStreet: Start }).seenStreet,
      paint: performance.getEntriesByName('first-contentful-paint')[0]!.startTime,
    }))
    const loop = await page.evaluate(spin, LOOP)
    await context.close()
    return { ...found, loop }
  }

  await visit()
  const cases: [string, () => Promise<unknown>, (context: BrowserContext) => Promise<unknown>][] = [
    ['offline', () => line.set('open'), (context) => context.setOffline(true)],
    ['server_dead', () => line.set('dead'), async () => undefined],
    ['server_silent', () => line.set('silent'), async () => undefined],
    ['login_gone_offline', () => line.set('dead'), (context) => context.clearCookies()],
  ]
  const results: Record<string, Entry> = { others_busy: entry(loadavg()[0]!, 'load average before'), runs: entry(RUNS, 'each') }
  const loops: number[] = []
  for (const [name, cut, prepare] of cases) {
    await cut()
    const runs = []
    for (let run = 0; run < RUNS; run++) runs.push(await start(prepare))
    loops.push(...runs.map(({ loop }) => loop))
    const street = runs.map((one) => one.street)
    results[`${name}_street_median`] = entry(median(street), 'ms', AIM_MS, median(street) <= AIM_MS)
    results[`${name}_street_worst`] = entry(Math.max(...street), 'ms', AIM_MS, Math.max(...street) <= AIM_MS)
    results[`${name}_shutter_median`] = entry(median(runs.map((one) => one.shutter)), 'ms')
    results[`${name}_first_paint_median`] = entry(median(runs.map((one) => one.paint)), 'ms')
    console.log(name, street.map(Math.round).join(' '))
  }
  results.cpu_slowed_by = entry(median(loops) / spin(LOOP), 'times, against the same loop here', SLOWER, null)
  console.table(results)
  writeFileSync(join(__dirname, 'start.json'), `${JSON.stringify(results, null, 2)}\n`)
  await line.close()
  await rm(profile, { recursive: true })
})
