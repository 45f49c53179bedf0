/** What the manifest promises is there, and Chromium would install it. */
import { type Page, expect, test } from '@playwright/test'

interface Picture { src: string, sizes: string, type: string, purpose?: string, form_factor?: string }
interface Manifest {
  id: string, start_url: string, scope: string, theme_color: string, icons: Picture[], screenshots: Picture[]
  shortcuts: { name: string, url: string, icons: Picture[] }[]
  share_target: { action: string, method: string, enctype: string, params: { files: { name: string }[] } }
}

async function manifestOf(page: Page): Promise<Manifest> {
  const address = await page.locator('link[rel=manifest]').getAttribute('href')
  const answer = await page.request.get(address!)
  expect(answer.headers()['content-type']).toContain('application/manifest+json')
  return (await answer.json()) as Manifest
}

/** Width and height stand at the same place in every PNG. */
async function sizeOf(page: Page, { src, type }: Picture): Promise<string> {
  const answer = await page.request.get(src)
  expect(answer.status(), src).toBe(200)
  expect(answer.headers()['content-type'], src).toBe(type)
  const bytes = await answer.body()
  return `${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`
}

test.beforeEach(({ page }) => page.goto('/login'))

test('every picture the manifest names is there, as large as it says', async ({ page }) => {
  const { icons, screenshots, shortcuts } = await manifestOf(page)
  for (const picture of [...icons, ...screenshots, ...shortcuts.flatMap((shortcut) => shortcut.icons)]) {
    expect(await sizeOf(page, picture), picture.src).toBe(picture.sizes)
  }
  expect(icons.map(({ purpose, sizes }) => `${purpose} ${sizes}`).sort()).toEqual(['any 192x192', 'any 512x512', 'maskable 192x192', 'maskable 512x512'])
  expect(new Set(screenshots.map((one) => one.form_factor))).toEqual(new Set(['narrow', 'wide']))
})

test('every address the manifest names is one of the app’s', async ({ page }) => {
  const { id, start_url, scope, shortcuts, share_target } = await manifestOf(page)
  for (const path of [id, start_url, ...shortcuts.map(({ url }) => url)]) {
    expect(new URL(path, 'http://app').pathname.startsWith(scope), path).toBe(true)
    expect((await page.request.get(path)).headers()['content-type'], path).toContain('text/html')
  }
  expect(shortcuts.map(({ name }) => name)).toEqual(['拍照上报', '我的待办'])
  const answer = await page.request.post(share_target.action, { maxRedirects: 0, multipart: { [share_target.params.files[0]!.name]: 'x' } })
  expect(answer.status()).toBe(303)
  expect((await page.request.get(answer.headers().location!)).status()).toBe(200)
})

test('Chromium finds nothing in the way of installing', async ({ page }) => {
  await page.evaluate(() => navigator.serviceWorker.ready)
  const { theme_color } = await manifestOf(page)
  expect(await page.locator('meta[name=theme-color]').getAttribute('content')).toBe(theme_color)
  const devtools = await page.context().newCDPSession(page)
  const { errors } = await devtools.send('Page.getAppManifest')
  expect(errors).toEqual([])
  const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors')
  // A test's window is an incognito one, where nothing is installed.
  expect(installabilityErrors.map(({ errorId }) => errorId).filter((error) => error !== 'in-incognito')).toEqual([])
})
