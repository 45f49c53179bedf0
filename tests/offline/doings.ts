/** What a person does on the phone, through its screens. */
import { type Page, expect } from '@playwright/test'
import { asFile } from './jpeg'
import { PLACE } from './place'

/** The shutter, from the first screen. */
export async function shoot(page: Page, photo: Buffer): Promise<void> {
  await page.locator('.shutter input[type=file]').setInputFiles(asFile(photo))
  await expect(page.locator('.report .picture')).toBeVisible()
  await stand(page)
}

/** A real receiver tells the place every second, this one only when it changes: what it said when the app was opened may be too old. */
async function stand(page: Page): Promise<void> {
  await page.context().setGeolocation({ ...PLACE, accuracy: PLACE.accuracy + Math.random() })
}

export async function choose(page: Page, category = '店外经营'): Promise<void> {
  await page.getByRole('radio', { name: category }).click()
}

export async function describe(page: Page, words: string): Promise<void> {
  await openExtras(page)
  await page.getByRole('textbox').first().fill(words)
}

export async function addNear(page: Page, photo: Buffer): Promise<void> {
  await openExtras(page)
  await page.locator('details input[type=file]').first().setInputFiles(asFile(photo))
}

async function openExtras(page: Page): Promise<void> {
  if (!(await page.locator('details[open]').count())) await page.locator('summary').click()
}

export const sendButton = (page: Page) => page.getByRole('button', { name: /^上报：/ })

export async function send(page: Page): Promise<void> {
  await sendButton(page).click()
  await expect(page.locator('.shutter')).toBeVisible()
  await pocket(page)
}

/** The phone goes into the pocket and comes out again: nobody is there to undo any more, and it may look for a network. */
export async function pocket(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const state of ['hidden', 'visible']) {
      Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state })
      document.dispatchEvent(new Event('visibilitychange'))
    }
    Reflect.deleteProperty(document, 'visibilityState')
  })
}

export async function report(page: Page, words: string, photos: Buffer[]): Promise<void> {
  const [first, ...more] = photos
  await page.bringToFront()
  await page.goto('/')
  await shoot(page, first!)
  await choose(page)
  await describe(page, words)
  for (const photo of more) await addNear(page, photo)
  // With more than one, each can be taken out again, the first as well.
  await expect(page.locator('main figure')).toHaveCount(more.length ? photos.length : 0)
  await send(page)
}

/** The draft that waits on the first screen. */
export async function takeUp(page: Page): Promise<void> {
  await page.goto('/')
  await page.locator('a[href^="/report?draft="]').first().click()
  await expect(page.locator('.report .picture')).toBeVisible()
}
