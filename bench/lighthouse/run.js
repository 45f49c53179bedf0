/** Lighthouse on every screen of a phone, several times: `make lighthouse`. Names on the command line choose some. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import lighthouse from 'lighthouse'
import { logIn, openBrowser, screensOf } from './screens.js'

const here = import.meta.dirname
const RUNS = Number(process.env.BENCH_RUNS ?? 3)
const AIMS = { performance: 0.95, accessibility: 1 }
const chosen = process.argv.slice(2)

/** The program with its demonstration, as people run it, on a port of its own. */
async function serve() {
  if (process.env.ADDRESS) return { address: process.env.ADDRESS, stop: () => undefined }
  const data = mkdtempSync(join(tmpdir(), 'luzhang-lighthouse-'))
  const port = await freePort()
  const server = spawn(join(here, '../../tests/browser/serve'), { env: { ...process.env, DATA_DIR: data, BROWSER_PORT: port }, stdio: 'ignore' })
  const address = `http://127.0.0.1:${port}`
  for (let tries = 0; !(await fetch(`${address}/api/v1/readyz`).then((answer) => answer.ok, () => false)); tries++) {
    if (tries > 300 || server.exitCode !== null) throw new Error('the server does not start')
    await pause(1000)
  }
  const stop = async () => {
    server.kill('SIGTERM')
    await new Promise((resolve) => server.once('exit', resolve))
    rmSync(data, { recursive: true })
  }
  return { address, stop }
}

async function freePort() {
  const probe = createServer()
  await new Promise((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  return port
}

/** Lighthouse as it comes, for mobiles: slow 4G and a processor four times slower, both computed; caches and workers emptied. */
async function look(url, page) {
  const { lhr } = await lighthouse(url, { onlyCategories: Object.keys(AIMS), locale: 'en' }, undefined, page)
  const ms = (id) => Math.round(lhr.audits[id].numericValue)
  const failed = Object.values(lhr.categories).flatMap(({ auditRefs }) => auditRefs)
    .filter(({ id, weight }) => weight > 0 && (lhr.audits[id].score ?? 1) < 0.9)
  return {
    performance: lhr.categories.performance.score, accessibility: lhr.categories.accessibility.score,
    first_paint_ms: ms('first-contentful-paint'), largest_paint_ms: ms('largest-contentful-paint'), blocked_ms: ms('total-blocking-time'),
    shift: Math.round(lhr.audits['cumulative-layout-shift'].numericValue * 1000) / 1000, bytes: lhr.audits['total-byte-weight'].numericValue,
    below: failed.map(({ id }) => `${id} ${lhr.audits[id].displayValue ?? ''}`.trim()), benchmark: lhr.environment.benchmarkIndex,
  }
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]

function summed(runs) {
  const names = ['performance', 'first_paint_ms', 'largest_paint_ms', 'blocked_ms', 'shift', 'bytes', 'benchmark']
  const medians = Object.fromEntries(names.map((name) => [name, median(runs.map((run) => run[name]))]))
  const accessibility = Math.min(...runs.map((run) => run.accessibility))
  return {
    ...medians, worst_performance: Math.min(...runs.map((run) => run.performance)), accessibility, runs: runs.length,
    below: [...new Set(runs.flatMap(({ below }) => below.map((words) => words.split(' ')[0])))],
    met: medians.performance >= AIMS.performance && accessibility >= AIMS.accessibility,
  }
}

async function measure(name, url, page) {
  const runs = []
  for (let run = 0; run < RUNS; run++) runs.push(await look(url, page))
  const found = summed(runs)
  console.log(name.padEnd(10), runs.map(({ performance }) => performance).join(' '), `a11y ${found.accessibility}`, `LCP ${found.largest_paint_ms}`, `TBT ${found.blocked_ms}`, runs.at(-1).below.join(', '))
  return found
}

const { address, stop } = await serve()
const browser = await openBrowser()
const results = { others_busy: Math.round(loadavg()[0] * 10) / 10, aims: AIMS, screens: {} }
try {
  const isWanted = (name) => !chosen.length || chosen.includes(name)
  const page = await browser.newPage()
  if (isWanted('login')) results.screens.login = await measure('login', `${address}/login`, page)
  await logIn(page, address)
  for (const [name, path] of await screensOf(page)) {
    if (isWanted(name)) results.screens[name] = await measure(name, address + path, page)
  }
} finally {
  await browser.close()
  await stop()
}
if (!chosen.length) writeFileSync(join(here, 'results.json'), `${JSON.stringify(results, null, 2)}\n`)
process.exitCode = Object.values(results.screens).every(({ met }) => met) ? 0 : 1
