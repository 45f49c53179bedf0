import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { loadDeskWords, setLanguage } from '@/core/i18n'
import { freshPhone, mountPage, settle } from '@/testing/mount'
import { serve } from '@/testing/server'
import DeskShell from './DeskShell.vue'

beforeAll(loadDeskWords)
beforeEach(() => freshPhone())
afterEach(async () => {
  await setLanguage('zh')
  vi.unstubAllGlobals()
})

it('folds the menu of the person once it has been used, or somebody goes on elsewhere', async () => {
  serve({})
  const { page } = await mountPage(DeskShell)
  await settle()
  const menu = page.find<HTMLDetailsElement>('details.me')
  const uses: (() => unknown)[] = [
    () => menu.find('.menu button').trigger('click'),
    () => menu.trigger('keydown', { key: 'Escape' }),
    () => document.body.dispatchEvent(new Event('pointerdown', { bubbles: true })),
  ]
  for (const use of uses) {
    menu.element.open = true
    menu.find('select').element.dispatchEvent(new Event('pointerdown', { bubbles: true }))
    expect(menu.element.open).toBe(true)
    await use()
    await settle()
    expect(menu.element.open).toBe(false)
  }
  page.unmount()
})
