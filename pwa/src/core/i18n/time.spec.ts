import { expect, it } from 'vitest'
import { fullMoment, moment, useDuration } from './time'

it('shows the district’s time, whatever the phone’s zone', () => {
  expect(moment('2026-11-23T06:05:00Z')).toBe('11-23 14:05')
  expect(fullMoment('2026-12-31T16:30:00Z')).toBe('2027-01-01 00:30')
  expect(moment(null)).toBe('')
})

it('says durations in words', () => {
  const duration = useDuration()
  const minute = 60_000
  expect([5, 80, 700, 3000].map((minutes) => duration(minutes * minute))).toEqual(['5分', '1小时20分', '11小时', '2天2小时'])
})
