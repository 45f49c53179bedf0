/** What every screen has to meet. */
import AxeBuilder from '@axe-core/playwright'
import { type Page, expect } from '@playwright/test'

/** No finding of WCAG 2 A and AA; `where` names the screen in the report. */
export async function expectAccessible(page: Page, where: string): Promise<void> {
  await atRest(page)
  // Map tiles and markers of Leaflet are drawn on a canvas; a list stands beside every map.
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa']).exclude('.leaflet-container').analyze()
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join('\n  ')}`)
  expect(found, where).toEqual([])
}

/** Colours that are still changing into each other have a contrast nobody will see. */
async function atRest(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const ending = document.getAnimations().filter((one) => Number.isFinite(one.effect?.getComputedTiming().endTime))
    await Promise.allSettled(ending.map((one) => one.finished))
  })
}

/** Nothing sticks out to the side, so nobody has to scroll two ways; what does is named. */
export async function expectNoSidewaysScroll(page: Page, where: string): Promise<void> {
  const out = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    if (scrollWidth <= clientWidth) return []
    return [...document.querySelectorAll('body *')]
      .filter((one) => one.getBoundingClientRect().right > clientWidth + 0.5)
      .map((one) => `${one.tagName} ${one.className} ${one.textContent?.trim().slice(0, 30)}`)
  })
  expect(out, `${where} is wider than the screen`).toEqual([])
}
