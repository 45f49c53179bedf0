import { expect, it } from 'vitest'
import { inOrder } from './order'

it('puts moments and codes in order', () => {
  const moments = ['2026-11-23T06:05:00+00:00', '2025-12-31T23:59:59+00:00', '9999', '2026-11-23T06:04:00+00:00']
  expect([...moments].sort(inOrder)).toEqual([moments[1], moments[3], moments[0], moments[2]])
  expect(['04-10', '04-05', '03-01'].sort(inOrder)).toEqual(['03-01', '04-05', '04-10'])
  expect(inOrder('04-05', '04-05')).toBe(0)
})
