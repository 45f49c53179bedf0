import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { calm } from './calm'

const events = () => document.documentElement.style.pointerEvents

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('lets taps fall into nothing for a moment, and no longer', () => {
  calm()
  expect(events()).toBe('none')
  vi.advanceTimersByTime(349)
  expect(events()).toBe('none')
  vi.advanceTimersByTime(1)
  expect(events()).toBe('')
})

it('begins anew with the next move', () => {
  calm()
  vi.advanceTimersByTime(300)
  calm()
  vi.advanceTimersByTime(300)
  expect(events()).toBe('none')
  vi.advanceTimersByTime(50)
  expect(events()).toBe('')
})
