/** What every screen has to meet. */
import AxeBuilder from '@axe-core/playwright'
import { type Page, expect } from '@playwright/test'

/** No finding of WCAG 2 A and AA; `where` names the screen in the report. */
export async function expectAccessible(page: Page, where: string): Promise<void> {
  // Map tiles and markers of Leaflet are drawn on a canvas; a list stands beside every map.
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa']).exclude('.leaflet-container').analyze()
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join('\n  ')}`)
  expect(found, where).toEqual([])
}

/** Nothing sticks out to the side, so nobody has to scroll two ways. */
export async function expectNoSidewaysScroll(page: Page, where: string): Promise<void> {
  const [wide, seen] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth])
  expect(wide, `${where} is wider than the screen`).toBeLessThanOrEqual(seen!)
}
