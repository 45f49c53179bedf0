/** Not a test: `make pictures` takes the pictures in docs/images anew. */
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, type Page, expect, test } from '@playwright/test'
import { A_PHONE, DESK, PHONE, ask, atDesk, logIn, onPhone, ownStreet } from './people'
import { share } from './sharing'

const root = join(__dirname, '..', '..')
const folder = join(root, 'docs', 'images')
/** What a browser shows beside its offer to install; the manifest names them. */
const offered = join(root, 'pwa', 'public', 'screenshots')

async function take(page: Page, name: string, offeredAs?: string): Promise<void> {
  await page.waitForLoadState('networkidle')
  // A map has its own animation, and pictures fade in.
  await page.waitForTimeout(800)
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled', scale: 'css' })
  if (offeredAs) copyFileSync(join(folder, `${name}.png`), join(offered, `${offeredAs}.png`))
}

async function firstCase(page: Page, query: string): Promise<{ id: string, thumb_sha256: string }> {
  const { items: [first] } = await ask<{ items: { id: string, thumb_sha256: string }[] }>(page, `/cases?limit=1&${query}`)
  return first!
}

/** A drawing of the demonstration, as if it had just been taken. */
async function drawing(page: Page): Promise<{ name: string, mimeType: string, buffer: Buffer }> {
  const { thumb_sha256 } = await firstCase(page, 'status=closed&category_code=04-05')
  const response = await page.request.get(`/api/v1/photos/${thumb_sha256}?size=screen`)
  return { name: 'drawing.jpg', mimeType: response.headers()['content-type']!, buffer: await response.body() }
}

test('phone', async ({ browser }) => {
  const chief = await onPhone(browser, 'chief')
  await chief.setViewportSize(PHONE)
  await take(chief, 'phone-street', 'street')
  await chief.context().setGeolocation({ ...await ownStreet(chief), accuracy: 8 })
  await chief.locator('.shutter input[type=file]').setInputFiles(await drawing(chief))
  await chief.getByRole('radio', { name: '店外经营' }).click()
  await take(chief, 'phone-report', 'report')
  await chief.goto(`/cases/${(await firstCase(chief, 'task=mine&status=handled')).id}/check`)
  await take(chief, 'phone-check', 'check')
  await chief.goto('/segments')
  await take(chief, 'phone-segments')
})

test('desk', async ({ browser }) => {
  const supervisor = await atDesk(browser, 'supervisor')
  await supervisor.setViewportSize(DESK)
  await supervisor.goto(`/desk/cases/${(await firstCase(supervisor, 'status=reported&category_code=04-05')).id}`)
  await take(supervisor, 'desk-queue', 'desk')
  await supervisor.goto('/desk/counts')
  await take(supervisor, 'desk-counts')
  const { features: [first] } = await ask<{ features: { id: string }[] }>(supervisor, '/road-segments')
  await supervisor.goto(`/desk/segments/${first!.id}`)
  await take(supervisor, 'desk-segment')
})

const agents = {
  iphone: 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
  huawei: 'Mozilla/5.0 (Linux; Android 12; ALN-AL00) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/114.0 Mobile Safari/537.36 HuaweiBrowser/15.0.4',
  wechat: 'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/116.0 Mobile Safari/537.36 MicroMessenger/8.0.48',
}

async function phoneOf(browser: Browser, name: keyof typeof agents): Promise<Page> {
  const context = await browser.newContext({ ...A_PHONE, userAgent: agents[name], serviceWorkers: 'block' })
  return logIn(await context.newPage(), 'chief')
}

test('installing', async ({ browser }) => {
  for (const name of ['iphone', 'huawei'] as const) {
    const page = await phoneOf(browser, name)
    await page.goto('/me/install')
    await page.setViewportSize({ width: PHONE.width, height: 1150 })
    await take(page, `phone-install-${name}`)
  }
  const context = await browser.newContext({ ...A_PHONE, userAgent: agents.wechat })
  const page = await context.newPage()
  await page.goto('/login')
  await page.locator('.address p').first().evaluate((one) => (one.textContent = 'https://luzhang.example.gov.cn'))
  await take(page, 'phone-wechat')
})

test('keeping', async ({ browser }) => {
  const page = await onPhone(browser, 'chief')
  await page.goto('/me')
  await page.locator('section', { hasText: '本机存储' }).scrollIntoViewIfNeeded()
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight))
  await take(page, 'phone-storage')
  await page.evaluate(() => navigator.serviceWorker.ready)
  await share(page, [await drawing(page)])
  await expect(page.getByText('1 张照片已存在手机里')).toBeVisible()
  await take(page, 'phone-shared')
})
