import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { MoveBody } from '@/core/api'
import { db } from '@/core/db'
import { sendFor } from '@/core/outbox'
import { category, segment, whole } from '@/testing/fixtures'
import { button, freshPhone, mountPage, settle } from '@/testing/mount'
import { serve } from '@/testing/server'
import CasePage from './CasePage.vue'
import CheckPage from './CheckPage.vue'

beforeEach(async () => {
  sendFor(null)
  await freshPhone()
})
afterEach(() => {
  vi.unstubAllGlobals()
  document.body.innerHTML = ''
})

async function at(component: object, over: object, url = '/cases/case-1') {
  serve({
    'GET /categories': { body: { items: [category()] } },
    'GET /road-segments': { body: { type: 'FeatureCollection', features: [segment] } },
    'GET /cases/case-1': { body: whole(over) },
  })
  const opened = await mountPage(component as never, url, url.replace('case-1', ':id'))
  await settle()
  return opened
}

it.each([
  ['通过', CheckPage, '/cases/case-1/check', {}],
  ['接单', CasePage, '/cases/case-1', { status: 'assigned', allowed_actions: ['take'] }],
] as const)('tapped three times at once, %s is done once', async (name, component, path, over) => {
  const { page, router } = await at(component, over as never, path)
  const back = vi.spyOn(router, 'back')
  const replace = vi.spyOn(router, 'replace')
  const { element } = button(page, new RegExp(`^${name}`))
  for (let i = 0; i < 3; i++) (element as HTMLElement).click()
  await settle()
  expect(await db.outbox.count()).toBe(1)
  expect(back.mock.calls.length + replace.mock.calls.length).toBe(component === CheckPage ? 1 : 0)
})

it('a move with words, its button tapped three times at once, is made once and keeps them', async () => {
  const { page } = await at(CasePage, { status: 'assigned', allowed_actions: ['return'] })
  await button(page, '退回').trigger('click')
  await page.find('dialog textarea').setValue('找不到')
  const go = page.findAll('dialog button').at(-1)!.element as HTMLElement
  for (let i = 0; i < 3; i++) go.click()
  await settle()
  expect((await db.outbox.toArray()).map(({ body }) => (body as MoveBody).note)).toEqual(['找不到'])
})
