/** The demonstration's people, each in a browser of their own. */
import { type Browser, type Page, expect } from '@playwright/test'

export type Person = 'chief' | 'supervisor' | 'handler' | 'organiser' | 'viewer' | 'admin'
export const PHONE = { width: 390, height: 844 }
export const A_PHONE = { viewport: PHONE, hasTouch: true, isMobile: true, deviceScaleFactor: 2, permissions: ['geolocation'] }
export const DESK = { width: 1440, height: 900 }

export const password = process.env.DEMO_PASSWORD ?? 'Luzhang-demo-1'

export async function onPhone(browser: Browser, person: Person): Promise<Page> {
  const context = await browser.newContext(A_PHONE)
  return logIn(await context.newPage(), person)
}

export async function atDesk(browser: Browser, person: Person): Promise<Page> {
  const context = await browser.newContext({ viewport: DESK })
  return logIn(await context.newPage(), person)
}

export async function logIn(page: Page, person: Person): Promise<Page> {
  await page.goto('/login')
  await page.getByLabel('用户名').fill(person)
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.getByRole('button', { name: '登录' }).click()
  await expect(page).not.toHaveURL(/login/)
  return page
}

/** What the server says to this person; the path stands below /api/v1. */
export async function ask<Answer>(page: Page, path: string): Promise<Answer> {
  const response = await page.request.get(`/api/v1${path}`)
  expect(response.status(), path).toBe(200)
  return (await response.json()) as Answer
}

type Line = [number, number][]
interface Segments { features: { id: string, geometry: { type: 'LineString', coordinates: Line } | { type: 'MultiLineString', coordinates: Line[] } }[] }

/** A point on the first segment this person answers for. */
export async function ownStreet(page: Page): Promise<{ segment: string, longitude: number, latitude: number }> {
  const { features: [first] } = await ask<Segments>(page, '/road-segments?chief=me')
  const { id, geometry } = first!
  const [a, b] = geometry.type === 'LineString' ? geometry.coordinates : geometry.coordinates[0]!
  return { segment: id, longitude: (a![0] + b![0]) / 2, latitude: (a![1] + b![1]) / 2 }
}
