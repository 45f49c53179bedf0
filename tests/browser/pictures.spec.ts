/** Not a test: `make pictures` takes the pictures in docs/images anew. */
import { join } from 'node:path'
import { type Page, test } from '@playwright/test'
import { DESK, PHONE, ask, atDesk, onPhone } from './people'
import { photo } from './photo'

const folder = join(__dirname, '..', '..', 'docs', 'images')

async function take(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('networkidle')
  // A map has its own animation, and pictures fade in.
  await page.waitForTimeout(800)
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled', scale: 'css' })
}

async function firstCase(page: Page, query: string): Promise<string> {
  const { items } = await ask<{ items: { id: string }[] }>(page, `/cases?limit=1&${query}`)
  return items[0]!.id
}

test('phone', async ({ browser }) => {
  const chief = await onPhone(browser, 'chief')
  await chief.setViewportSize(PHONE)
  await take(chief, 'phone-street')
  await chief.context().setGeolocation({ longitude: 113.612, latitude: 34.748, accuracy: 8 })
  await chief.locator('.shutter input[type=file]').setInputFiles(await photo(chief, 'DSCN0012.jpg'))
  await chief.getByRole('radio').first().click()
  await take(chief, 'phone-report')
  await chief.goto(`/cases/${await firstCase(chief, 'task=mine&status=handled')}/check`)
  await take(chief, 'phone-check')
  await chief.goto('/segments')
  await take(chief, 'phone-segments')
})

test('desk', async ({ browser }) => {
  const supervisor = await atDesk(browser, 'supervisor')
  await supervisor.setViewportSize(DESK)
  await supervisor.goto(`/desk/cases/${await firstCase(supervisor, 'status=reported')}`)
  await take(supervisor, 'desk-queue')
  await supervisor.goto('/desk/counts')
  await take(supervisor, 'desk-counts')
  const { features: [first] } = await ask<{ features: { id: string }[] }>(supervisor, '/road-segments')
  await supervisor.goto(`/desk/segments/${first!.id}`)
  await take(supervisor, 'desk-segment')
})
