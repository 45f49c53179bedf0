/** A new version of the app: offered, taken when the person says so, and nothing of theirs goes with it. */
import { type BrowserContext, type Page, expect, test } from '@playwright/test'
import { expectAccessible } from './judge'
import { A_PHONE, ask, logIn, ownStreet } from './people'
import { Versions } from './versions'

let versions: Versions
let context: BrowserContext

test.beforeEach(async ({ browser }) => {
  // Each opens the app three times, and Chromium takes its time to put a new worker in an old one's place.
  test.setTimeout(240_000)
  versions = new Versions(Number(process.env.BROWSER_PORT), ['拍照上报', '拍照上报（新）'])
  await versions.open()
  context = await browser.newContext({ ...A_PHONE, baseURL: versions.address })
})
test.afterEach(async () => {
  await context.close()
  await versions.close()
})

const ofOld = (page: Page) => page.getByText('拍照上报', { exact: true })
const ofNew = (page: Page) => page.getByText('拍照上报（新）', { exact: true })
const offer = (page: Page) => page.locator('.offer')

/** Logged in, with the first version on the phone and in charge. */
async function visited(): Promise<Page> {
  const page = await logIn(await context.newPage(), 'chief')
  await context.setGeolocation({ ...await ownStreet(page), accuracy: 8 })
  await page.evaluate(() => navigator.serviceWorker.ready)
  await page.goto('/')
  await expect(ofOld(page)).toBeVisible()
  return page
}

/** What the app does by itself every few hours and when it is looked at again. */
async function lookForUpdate(page: Page): Promise<void> {
  versions.update()
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready
    await registration.update()
  })
  await page.waitForFunction(async () => (await navigator.serviceWorker.ready).waiting !== null)
}

async function shoot(page: Page, name: string): Promise<string> {
  const picture = await page.evaluate((words) => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 480 })
    canvas.getContext('2d')!.fillText(`${words} ${Math.random()}`, 20, 20)
    return canvas.toDataURL('image/jpeg').split(',')[1]!
  }, name)
  await page.locator('.shutter input[type=file]').setInputFiles({ name, mimeType: 'image/jpeg', buffer: Buffer.from(picture, 'base64') })
  await page.getByRole('radio', { name: '店外经营' }).click()
  return new URL(page.url()).searchParams.get('draft')!
}

async function report(page: Page, name: string): Promise<string> {
  const id = await shoot(page, name)
  await page.getByRole('button', { name: /^上报：/ }).click()
  await expect(page).toHaveURL(/\/$/)
  return id
}

async function writeWords(page: Page, words: string): Promise<void> {
  await page.getByText('补充说明和照片').click()
  await page.getByRole('textbox').fill(words)
}

test('a full outbox and a report being written come through an update', async () => {
  const page = await visited()
  versions.hasServer = false
  const ids = [await report(page, 'one.jpg'), await report(page, 'two.jpg'), await report(page, 'three.jpg')]
  const draft = await shoot(page, 'four.jpg')
  await writeWords(page, '门口堆了两车砖')
  await lookForUpdate(page)
  await expect(offer(page), 'nobody is asked in the middle of a report').toBeHidden()

  await page.getByRole('button', { name: '返回' }).click()
  await expect(ofOld(page), 'the old version runs until the new one is taken').toBeVisible()
  await expect(offer(page)).toContainText('有新版本')
  await expectAccessible(page, 'update offered')
  await offer(page).getByRole('button', { name: '现在更新' }).click()
  await expect(ofNew(page)).toBeVisible({ timeout: 60_000 })
  await expect(page.getByText(/3 未上传/)).toBeVisible()
  await expect(offer(page)).toBeHidden()

  versions.hasServer = true
  await page.goto(`/report?draft=${draft}`)
  await expect(page.getByRole('textbox')).toHaveValue('门口堆了两车砖')
  await page.getByRole('button', { name: /^上报：/ }).click()
  for (const id of [...ids, draft]) {
    await expect.poll(async () => (await page.request.get(`/api/v1/cases/${id}`)).status(), { timeout: 60_000 }).toBe(200)
    await expect.poll(async () => (await ask<{ missing_photos: string[] }>(page, `/cases/${id}`)).missing_photos, { timeout: 30_000 }).toEqual([])
  }
})

test('taken in one tab, an update leaves the report in the other one alone', async () => {
  const one = await visited()
  const two = await context.newPage()
  await two.goto('/')
  await shoot(two, 'other.jpg')
  await writeWords(two, '写到一半')
  await two.evaluate(() => Object.assign(window, { isSame: true }))

  await lookForUpdate(one)
  await offer(one).getByRole('button', { name: '现在更新' }).click()
  await expect(ofNew(one)).toBeVisible({ timeout: 60_000 })
  await expect(two.getByRole('textbox')).toHaveValue('写到一半')

  // The server has nothing of the old version any more; the phone has, also without a network.
  await context.setOffline(true)
  await two.getByRole('button', { name: '返回' }).click()
  await expect(ofOld(two)).toBeVisible()
  await two.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '我的' }).click()
  await expect(two.getByRole('button', { name: /^退出登录/ })).toBeVisible()
  expect(await two.evaluate(() => 'isSame' in window), 'it has not been loaded anew').toBe(true)
  await context.setOffline(false)

  await expect(offer(two)).toContainText('另一个页面已换成新版本')
  await offer(two).getByRole('button', { name: '重新打开' }).click()
  await two.goto('/')
  await expect(ofNew(two)).toBeVisible()
  await expect(two.getByRole('link', { name: /店外经营.*1 张照片.*继续/ })).toBeVisible()
})
