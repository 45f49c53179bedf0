import { type Page, expect, test } from '@playwright/test'
import { expectAccessible, expectNoSidewaysScroll } from './judge'
import { type Person, ask, atDesk, onPhone } from './people'

async function taskOf(page: Page): Promise<string> {
  const { items } = await ask<{ items: { id: string }[] }>(page, '/cases?task=mine&limit=1')
  return `/cases/${items[0]!.id}`
}

const PHONE_SCREENS = ['/', '/report', '/tasks', '/reports', '/segments', '/outbox', '/me', '/me/password', '/me/install']

for (const mode of ['dark', 'sun']) {
  test(`every screen of a phone is accessible in its ${mode} colours`, async ({ browser }) => {
    const page = await onPhone(browser, 'chief')
    await page.addInitScript((kept) => localStorage.setItem('display.mode', kept), mode)
    const task = await taskOf(page)
    for (const path of ['/login', ...PHONE_SCREENS, task, `${task}/check`, '/shared']) {
      await page.goto(path)
      await page.waitForLoadState('networkidle')
      await expect(page.locator('html')).toHaveAttribute('data-mode', mode)
      await expectAccessible(page, `${path} in ${mode}`)
    }
    await page.context().close()
  })
}

for (const person of ['chief', 'handler'] satisfies Person[]) {
  test(`every screen of the ${person} on a phone is accessible, and holds at twice the text size`, async ({ browser }) => {
    const page = await onPhone(browser, person)
    for (const path of ['/', '/tasks', '/reports', '/segments', '/me', '/me/install', '/messages', '/outbox', '/shared', await taskOf(page)]) {
      await page.goto(path)
      await page.waitForLoadState('networkidle')
      await expect(page.locator('main')).toBeVisible()
      await expectAccessible(page, path)
      await expectNoSidewaysScroll(page, path)
      await page.evaluate(() => (document.documentElement.style.fontSize = '200%'))
      await expectNoSidewaysScroll(page, `${path} at 200 %`)
    }
    await page.context().close()
  })
}

test('what a thumb has to hit on the street is at least 44 pixels high and wide', async ({ browser }) => {
  const page = await onPhone(browser, 'chief')
  for (const path of ['/', '/tasks', '/reports', '/me']) {
    await page.goto(path)
    await page.waitForLoadState('networkidle')
    const small = await page.locator('button:visible, nav a:visible, a.button:visible, a.card:visible, label.button:visible').evaluateAll((all) =>
      all.map((one) => ({ words: one.textContent?.trim(), box: one.getBoundingClientRect() }))
        .filter(({ box }) => box.height < 43.5 || box.width < 43.5)
        .map(({ words, box }) => `${words} ${Math.round(box.width)}×${Math.round(box.height)}`))
    expect(small, path).toEqual([])
  }
  await page.context().close()
})

test('every screen of the desk is accessible', async ({ browser }) => {
  const page = await atDesk(browser, 'supervisor')
  const task = `/desk${await taskOf(page)}`
  await expectAllAccessible(page, ['/desk/cases', '/desk/cases?q=nothing-of-the-kind', '/desk/entry', '/desk/counts', '/desk/messages', '/desk/imports', task, `${task}/print`])
  await page.context().close()
})

test('every screen of the administrator is accessible', async ({ browser }) => {
  const page = await atDesk(browser, 'admin')
  const names = ['people', 'categories', 'clocks', 'departments', 'rules', 'units', 'robots', 'robots/log', 'levels', 'audit']
  await expectAllAccessible(page, names.map((name) => `/desk/admin/${name}`))
  await page.context().close()
})

test('the queue is accessible and whole at each size of desk, in dark and sunlight colours too', async ({ browser }) => {
  const page = await atDesk(browser, 'supervisor')
  for (const [width, height] of [[1280, 720], [1440, 900], [1920, 1080]] as const) {
    await page.setViewportSize({ width, height })
    await expectAllAccessible(page, [`/desk${await taskOf(page)}`])
  }
  for (const mode of ['dark', 'sun']) {
    await page.evaluate((kept) => localStorage.setItem('display.mode', kept), mode)
    await expectAllAccessible(page, [`/desk${await taskOf(page)}`, '/desk/cases'])
  }
  await page.context().close()
})

async function expectAllAccessible(page: Page, paths: string[]): Promise<void> {
  for (const path of paths) {
    await page.goto(path)
    await page.waitForLoadState('networkidle')
    await expectAccessible(page, path)
    await expectNoSidewaysScroll(page, path)
  }
}

test('nobody sees the desk without a log-in', async ({ page }) => {
  await page.goto('/desk/cases')
  await expect(page).toHaveURL(/\/login/)
})
