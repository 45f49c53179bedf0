import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { freshPhone } from '@/testing/mount'
import { problem, serve } from '@/testing/server'
import { useCached } from './answers'

beforeEach(() => freshPhone())
afterEach(() => vi.unstubAllGlobals())

const path = '/categories'

it('shows the last good answer when nobody answers, and says that it may be old', async () => {
  serve({ [`GET ${path}`]: { body: { items: [1] } } })
  await useCached(() => 'me', path).load()
  serve({ [`GET ${path}`]: 'no network' })
  const later = useCached(() => 'me', path)
  await later.load()
  expect(later.data.value).toEqual({ items: [1] })
  expect(later.isStale.value).toBe(true)
})

it('never shows one person what another fetched', async () => {
  serve({ [`GET ${path}`]: { body: { items: ['mine'] } } })
  let owner = 'me'
  const cached = useCached(() => owner, path)
  await cached.load()
  owner = 'another'
  serve({ [`GET ${path}`]: 'no network' })
  await cached.load()
  expect(cached.data.value).toBeNull()
})

it('lets go of what is no longer to be seen', async () => {
  serve({ [`GET ${path}`]: { body: { id: 1 } } })
  const cached = useCached(() => 'me', path)
  await cached.load()
  serve({ [`GET ${path}`]: problem(404, 'case_not_found') })
  await cached.load()
  expect([cached.data.value, cached.isStale.value]).toEqual([null, false])
})
