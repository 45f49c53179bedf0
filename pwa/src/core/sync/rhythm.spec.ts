import { expect, it } from 'vitest'
import { nextAsk } from './rhythm'

const mood = { failures: 0, sinceWakeMs: 0, idleMs: 0, chance: 0.5 }

it('is quick after the phone was taken in hand, slower later, slow when nobody touches it', () => {
  expect(nextAsk(mood)).toBe(15_000)
  expect(nextAsk({ ...mood, sinceWakeMs: 3 * 60_000 })).toBe(60_000)
  expect(nextAsk({ ...mood, idleMs: 6 * 60_000 })).toBe(300_000)
})

it('backs off while nobody answers, up to five minutes', () => {
  const waits = [1, 2, 3, 4, 20].map((failures) => nextAsk({ ...mood, failures }))
  expect(waits).toEqual([5_000, 10_000, 20_000, 40_000, 300_000])
})

it('spreads phones by a tenth', () => {
  expect([0, 1].map((chance) => Math.round(nextAsk({ ...mood, chance })))).toEqual([13_500, 16_500])
})
