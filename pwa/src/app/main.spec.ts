import { afterEach, expect, it, vi } from 'vitest'
import { h } from 'vue'
import { session } from '@/testing/fixtures'
import { freshPhone, settle } from '@/testing/mount'
import { serve } from '@/testing/server'

vi.mock('./App.vue', () => ({ default: { render: () => h('main') } }))
vi.mock('./router', () => ({ router: { install: () => undefined } }))

async function openAt(path: string, user: object | null): Promise<string[]> {
  await freshPhone(user)
  vi.resetModules()
  document.body.innerHTML = '<div id="app"></div>'
  history.replaceState(null, '', path)
  const asked = serve({})
  await import('./main')
  await vi.waitFor(() => expect(document.querySelector('#app main')).not.toBeNull())
  await settle()
  return asked.map((one) => one.path)
}

afterEach(() => vi.unstubAllGlobals())

it.each(['/sign-in/abcd', '/count/token-1'])('asks at %s for nobody’s name', async (path) => {
  expect(await openAt(path, null)).toEqual([])
})

it('asks there whether the person remembered is still logged in', async () => {
  expect(await openAt('/count/token-1', session.user)).toEqual(['/session'])
})

it('asks elsewhere whom the cookie knows', async () => {
  expect(await openAt('/tasks', null)).toEqual(['/session'])
})
