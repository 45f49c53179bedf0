/** After one visit the app opens with no network at all, with a dead server, with a silent one, and with the log-in gone. */
import { type BrowserContext, type Page, expect, test } from '@playwright/test'
import { Line } from './line'
import { A_PHONE, logIn } from './people'
import { photo } from './photo'

const tasks = (page: Page) => page.locator('a.card[href^="/cases/"]')
let line: Line

test.beforeEach(async () => {
  line = new Line(Number(process.env.BROWSER_PORT))
  await line.open()
})
test.afterEach(() => line.close())

/** A phone that has seen the street screen once, as long as it takes to keep the app. */
async function visited(context: BrowserContext): Promise<number> {
  const page = await logIn(await context.newPage(), 'chief')
  await expect(tasks(page).first()).toBeVisible()
  await page.evaluate(() => navigator.serviceWorker.ready)
  await page.waitForLoadState('networkidle')
  const count = await tasks(page).count()
  await page.close()
  return count
}

async function expectStreet(page: Page, count: number): Promise<void> {
  await expect(page.getByText('拍照上报')).toBeVisible()
  await expect(tasks(page)).toHaveCount(count)
}

/** All that a chief may be asked for in a courtyard. */
async function expectDaysWork(page: Page): Promise<void> {
  const nav = page.getByRole('navigation', { name: '主导航' })
  await nav.getByRole('link', { name: '路段' }).click()
  await expect(page.locator('main').getByText('棉纺').first()).toBeVisible()
  await nav.getByRole('link', { name: '待办' }).click()
  await expect(tasks(page).first()).toBeVisible()
  await nav.getByRole('link', { name: '上报' }).click()
  await page.locator('.shutter input[type=file]').setInputFiles(await photo(page, 'DSCN0010.jpg'))
  await expect(page.getByRole('radio', { name: '店外经营' })).toBeVisible()
}

for (const fault of ['no network', 'dead', 'silent'] as const) {
  for (const isLoggedIn of [true, false]) {
    test(`the app opens after one visit: ${fault}, log-in ${isLoggedIn ? 'standing' : 'gone'}`, async ({ browser }) => {
      const context = await browser.newContext({ ...A_PHONE, baseURL: line.address })
      const count = await visited(context)
      if (!isLoggedIn) await context.clearCookies()
      await (fault === 'no network' ? context.setOffline(true) : line.set(fault))
      const page = await context.newPage()
      await page.goto('/')
      expect(await page.evaluate(() => navigator.onLine)).toBe(fault !== 'no network')
      await expectStreet(page, count)
      await expectDaysWork(page)
      await context.close()
    })
  }
}

test('the app opens with the server there and the log-in gone, and says so', async ({ browser }) => {
  const context = await browser.newContext({ ...A_PHONE, baseURL: line.address })
  const count = await visited(context)
  await context.clearCookies()
  const page = await context.newPage()
  await page.goto('/')
  await expectStreet(page, count)
  await expect(page.getByRole('link', { name: /登录已过期/ })).toBeVisible()
  await expectDaysWork(page)
  await context.close()
})

for (const path of ['/tasks', '/reports', '/segments', '/outbox', '/me', '/report']) {
  test(`opened at ${path} without a network, it shows that screen`, async ({ browser }) => {
    const context = await browser.newContext({ ...A_PHONE, baseURL: line.address })
    await visited(context)
    await line.set('dead')
    const page = await context.newPage()
    await page.goto(path)
    await expect(page.locator('main')).toBeVisible()
    expect(new URL(page.url()).pathname).toBe(path)
    await context.close()
  })
}

test('the app speaks English again at every later opening, without a network too', async ({ browser }) => {
  const context = await browser.newContext({ ...A_PHONE, baseURL: line.address })
  await visited(context)
  const page = await context.newPage()
  await page.goto('/me')
  await page.getByRole('radio', { name: 'English' }).click()
  const shutter = page.getByText('Report a problem')
  await page.goto('/')
  await expect(shutter).toBeVisible()
  await page.evaluate(() => navigator.serviceWorker.ready)
  await line.set('dead')
  await page.reload()
  await expect(shutter).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  await context.close()
})
