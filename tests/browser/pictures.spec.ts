/** Not a test: `make pictures` takes the pictures in docs/images anew. */
import { join } from 'node:path'
import { type Page, test } from '@playwright/test'
import { DESK, PHONE, ask, atDesk, onPhone, ownStreet } from './people'

const folder = join(__dirname, '..', '..', 'docs', 'images')

async function take(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('networkidle')
  // A map has its own animation, and pictures fade in.
  await page.waitForTimeout(800)
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled', scale: 'css' })
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
  await take(chief, 'phone-street')
  await chief.context().setGeolocation({ ...await ownStreet(chief), accuracy: 8 })
  await chief.locator('.shutter input[type=file]').setInputFiles(await drawing(chief))
  await chief.getByRole('radio', { name: '店外经营' }).click()
  await take(chief, 'phone-report')
  await chief.goto(`/cases/${(await firstCase(chief, 'task=mine&status=handled')).id}/check`)
  await take(chief, 'phone-check')
  await chief.goto('/segments')
  await take(chief, 'phone-segments')
})

test('desk', async ({ browser }) => {
  const supervisor = await atDesk(browser, 'supervisor')
  await supervisor.setViewportSize(DESK)
  await supervisor.goto(`/desk/cases/${(await firstCase(supervisor, 'status=reported&category_code=04-05')).id}`)
  await take(supervisor, 'desk-queue')
  await supervisor.goto('/desk/counts')
  await take(supervisor, 'desk-counts')
  const { features: [first] } = await ask<{ features: { id: string }[] }>(supervisor, '/road-segments')
  await supervisor.goto(`/desk/segments/${first!.id}`)
  await take(supervisor, 'desk-segment')
})
