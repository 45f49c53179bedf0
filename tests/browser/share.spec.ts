/** A picture shared by another app: caught by the service worker, kept, and reported. */
import { type Page, expect, test } from '@playwright/test'
import { expectAccessible, expectNoSidewaysScroll } from './judge'
import { withNotes } from './notes'
import { A_PHONE, ask, onPhone, ownStreet, password } from './people'
import { type Photo, photo } from './photo'
import { share } from './sharing'

/** Once the worker is there, it catches what is posted, whichever page posts it. */
async function ready(page: Page): Promise<Page> {
  await page.evaluate(() => navigator.serviceWorker.ready)
  return page
}

/** Two pictures that differ, the first with notes of a camera. */
async function pictures(page: Page, notes: { takenAt: Date, lon: number, lat: number }): Promise<Photo[]> {
  const [one, two] = await page.evaluate(() => ['#8899aa', '#aa9988'].map((colour) => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 800, height: 600 })
    const pen = canvas.getContext('2d')!
    pen.fillStyle = colour
    pen.fillRect(0, 0, 800, 600)
    pen.fillText(String(Math.random()), 20, 20)
    return canvas.toDataURL('image/jpeg').split(',')[1]!
  }))
  const made = (name: string, buffer: Buffer) => ({ name, mimeType: 'image/jpeg', buffer })
  return [made('image.jpg', withNotes(Buffer.from(one!, 'base64'), notes)), made('image.jpg', Buffer.from(two!, 'base64'))]
}

/** Chromium now and then never says that a page was closed which was about to show another. */
const closed = (page: Page) => Promise.race([page.close(), new Promise((resolve) => setTimeout(resolve, 5000))])

test('photos shared from an album become a case at the place and time the camera noted', async ({ browser }) => {
  const page = await ready(await onPhone(browser, 'chief'))
  const { longitude: lon, latitude: lat, segment } = await ownStreet(page)
  // Two hours later the phone is somewhere else altogether.
  await page.context().setGeolocation({ longitude: lon + 0.05, latitude: lat, accuracy: 5 })
  const takenAt = new Date(Math.floor(Date.now() / 1000) * 1000 - 2 * 3600_000)

  await share(page, await pictures(page, { takenAt, lon, lat }))
  await expect(page).toHaveURL(/\/shared$/)
  await expect(page.getByText('2 张照片已存在手机里')).toBeVisible()
  await expectAccessible(page, 'shared')
  await expectNoSidewaysScroll(page, 'shared')
  await page.getByRole('button', { name: '新上报（2 张）' }).click()

  await expect(page).toHaveURL(/\/report\?draft=/)
  const id = new URL(page.url()).searchParams.get('draft')!
  await expect(page.getByText('照片里的位置')).toBeVisible()
  await page.getByRole('radio', { name: '店外经营' }).click()
  await page.getByRole('button', { name: /^上报：/ }).click()
  interface Case { segment_id: string, placed_by: string, observed_at: string, missing_photos: string[], photos: { taken_at: string | null, lon: number | null, warnings: string[] }[] }
  await expect.poll(async () => (await page.request.get(`/api/v1/cases/${id}`)).status(), { timeout: 30_000 }).toBe(200)
  await expect.poll(async () => (await ask<Case>(page, `/cases/${id}`)).missing_photos).toEqual([])
  const told = await ask<Case>(page, `/cases/${id}`)
  expect(told).toMatchObject({ segment_id: segment, placed_by: 'map' })
  expect(Date.parse(told.observed_at)).toBe(takenAt.getTime())
  expect(told.photos).toHaveLength(2)
  const first = told.photos.find((one) => one.taken_at !== null)!
  expect(Date.parse(first.taken_at!)).toBe(takenAt.getTime())
  expect(first.lon).toBeCloseTo(lon, 4)
  expect(first.warnings).toEqual([])
  await page.context().close()
})

test('nothing is lost when the page is closed before it opens, nor without a network', async ({ browser }) => {
  const page = await ready(await onPhone(browser, 'chief'))
  const context = page.context()
  await context.setOffline(true)
  const other = await context.newPage()
  await other.goto('/login')
  const files = await pictures(page, { takenAt: new Date(), lon: 113.6, lat: 34.7 })
  const answered = context.waitForEvent('response', (response) => response.url().endsWith('/share') && response.fromServiceWorker())
  await share(other, files)
  expect((await answered).status()).toBe(303)
  await closed(other)
  await page.goto('/')
  await page.getByRole('link', { name: /有 2 张分享来的照片还没上报/ }).click()
  await expect(page.getByRole('checkbox')).toHaveCount(2)

  await page.getByRole('checkbox').first().uncheck()
  await page.getByRole('button', { name: '新上报（1 张）' }).click()
  await expect(page).toHaveURL(/\/report\?draft=/)
  const draft = page.url()
  await page.goto('/shared')
  await page.getByRole('button', { name: /加到没写完的上报（已有 1 张）/ }).click()
  await expect(page).toHaveURL(draft)
  await context.close()
})

test('shared before anybody has logged in, photos wait for whoever does', async ({ browser }) => {
  const context = await browser.newContext(A_PHONE)
  const page = await context.newPage()
  await page.goto('/login')
  await share(await ready(page), [await photo(page, 'DSCN0010.jpg'), { name: 'letter.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 no picture at all') }])
  await expect(page.getByText('1 张照片已存在手机里')).toBeVisible()
  await expect(page.getByText('“letter.pdf”不是照片')).toBeVisible()
  await expectAccessible(page, 'shared, nobody there')
  await page.getByRole('button', { name: '知道了，移除' }).click()
  await expect(page.getByText('不是照片')).toHaveCount(0)
  await page.getByRole('link', { name: '去登录' }).click()
  await page.getByLabel('用户名').fill('chief')
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.getByRole('button', { name: '登录' }).click()
  await expect(page).toHaveURL(/\/shared$/)
  await expect(page.getByRole('button', { name: '新上报（1 张）' })).toBeVisible()
  await context.close()
})

test('without a service worker nothing is kept, and the page says what to do', async ({ browser }) => {
  const context = await browser.newContext({ ...A_PHONE, serviceWorkers: 'block' })
  const page = await context.newPage()
  await page.goto('/login')
  // As long as a whole album, so that the server has to hear the form out before it answers; made in the page, where it costs nothing.
  await page.evaluate(() => {
    document.body.innerHTML = '<form id="share" action="/share" method="post" enctype="multipart/form-data"><input type="file" name="photos"></form>'
    const files = new DataTransfer()
    files.items.add(new File([new Uint8Array(31_000_000)], 'album.jpg', { type: 'image/jpeg' }))
    document.querySelector('input')!.files = files.files
    document.querySelector('form')!.submit()
  })
  await expect(page.getByText('照片没有收到')).toBeVisible()
  await expectAccessible(page, 'shared, unkept')
  await context.close()
})
