import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { useSession } from '@/features/session/store'
import { session } from '@/testing/fixtures'
import { freshPhone } from '@/testing/mount'
import { router } from './router'

async function enter(path: string, user: object | null, standing?: 'ended'): Promise<string> {
  await freshPhone(user)
  setActivePinia(createPinia())
  if (standing) useSession().end()
  await router.push(path)
  return router.currentRoute.value.fullPath
}

beforeEach(async () => {
  setActivePinia(createPinia())
  await router.push('/login')
})

it('asks strangers to log in, and remembers where they wanted to go', async () => {
  expect(await enter('/tasks', null)).toBe('/login?next=/tasks')
})

it('lets street work go on after the log-in has ended', async () => {
  expect(await enter('/tasks', session.user, 'ended')).toBe('/tasks')
})

it('shows no desk without a log-in', async () => {
  expect(await enter('/desk', session.user, 'ended')).toContain('/login')
})

it('puts a password of one’s own first', async () => {
  expect(await enter('/tasks', { ...session.user, must_change_password: true })).toBe('/me/password')
})

it('leads an unknown address home', async () => {
  expect(await enter('/no-such-page', session.user)).toBe('/')
})

it('leads an unknown page of the desk to the desk', async () => {
  const { desk } = await import('./desk/routes')
  const own = createRouter({ history: createMemoryHistory(), routes: [desk] })
  expect(own.resolve('/desk/no-such-page').matched.at(-1)?.redirect).toBe('/desk')
})

describe('the door of cleanups', () => {
  it('lets somebody without a log-in through to what is open only', async () => {
    expect(await enter('/cleanups', null)).toBe('/login?next=/cleanups')
  })

  it('opens once, and leads an unknown address behind it home', async () => {
    await enter('/cleanups', session.user)
    expect(router.hasRoute('/:in(cleanups|count|sign-in)')).toBe(false)
    expect(await enter('/cleanups/a/b/c/d/e', session.user)).toBe('/')
  })
})
