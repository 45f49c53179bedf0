/** What a phone with a slow line pays before its first screen. */
import { gzipSync } from 'node:zlib'
import { type Browser, type Page, type Response, expect, test } from '@playwright/test'
import { A_PHONE, onPhone } from './people'

const MOST_KB = 110

/** Loaded at rest and run beside the page, so that the first photo finds it warm: named apart. */
const isWorker = (file: string) => file.includes('/worker-')

/** Logged in, with nothing else kept: no cache, no service worker. */
async function coldPhone(browser: Browser): Promise<Page> {
  const warm = await onPhone(browser, 'chief')
  const storageState = await warm.context().storageState()
  await warm.context().close()
  const context = await browser.newContext({ ...A_PHONE, storageState, serviceWorkers: 'block' })
  return context.newPage()
}

/** All answers from the first byte until nothing more is asked for. */
async function answersOf(page: Page, path: string): Promise<Response[]> {
  const answers: Response[] = []
  page.on('response', (answer) => void answers.push(answer))
  await page.goto(path)
  await expect(page.getByRole('navigation', { name: '主导航' })).toBeVisible()
  await page.waitForLoadState('networkidle')
  return answers
}

test(`the street screen loads at most ${MOST_KB} kB of JavaScript`, async ({ browser }) => {
  const page = await coldPhone(browser)
  const scripts = (await answersOf(page, '/')).filter((answer) => answer.request().resourceType() === 'script')
  const sizes = await Promise.all(scripts.map(async (one) => ({ file: new URL(one.url()).pathname, kB: gzipSync(await one.body(), { level: 9 }).length / 1000 })))
  const all = sizes.reduce((sum, { file, kB }) => (isWorker(file) ? sum : sum + kB), 0)
  test.info().annotations.push({ type: 'JavaScript', description: `${all.toFixed(1)} kB` })
  console.log(`${all.toFixed(1)} kB of JavaScript: ${sizes.map(({ file, kB }) => `${file} ${kB.toFixed(1)}`).join(', ')}`)
  expect(all).toBeGreaterThan(20)
  expect(all, `${all.toFixed(1)} kB: ${JSON.stringify(sizes)}`).toBeLessThanOrEqual(MOST_KB)
  await page.context().close()
})

test('no text of more than a packet goes to a phone unpacked', async ({ browser }) => {
  const page = await coldPhone(browser)
  const texts = (await answersOf(page, '/segments')).filter((answer) => /javascript|json|css|html|svg/.test(answer.headers()['content-type'] ?? ''))
  const long = await Promise.all(texts.map(async (one) => ({ one, bytes: one.status() === 200 ? (await one.body()).length : 0 })))
  const unpacked = long.filter(({ one, bytes }) => bytes > 1400 && !one.headers()['content-encoding']).map(({ one }) => one.url())
  expect(unpacked).toEqual([])
  await page.context().close()
})
