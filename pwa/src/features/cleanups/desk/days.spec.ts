import { describe, expect, it } from 'vitest'
import { addDays, daysOf, numberOf, short, today, weekdayOf, weekOf, weeksIn, yearOf } from './days'

describe('days of the office', () => {
  it('begin at midnight in the district, wherever the machine stands', () => {
    expect(today(Date.parse('2026-11-20T15:59:59Z'))).toBe('2026-11-20')
    expect(today(Date.parse('2026-11-20T16:00:00Z'))).toBe('2026-11-21')
  })

  it('go over the ends of months and years', () => {
    expect(addDays('2026-12-30', 3)).toBe('2027-01-02')
    expect(addDays('2028-03-01', -1)).toBe('2028-02-29')
  })

  it.each([['2026-11-23', 1], ['2026-11-21', 6], ['2026-11-22', 7]])('%s is day %i of its week', (day, number) => {
    expect(weekdayOf(day)).toBe(number)
  })

  it('are written short where the year is plain', () => {
    expect(short('2026-11-21')).toBe('11-21')
  })
})

describe('ISO weeks', () => {
  it.each([
    ['2026-11-21', '2026-W47'],
    ['2026-01-01', '2026-W01'],
    ['2025-12-29', '2026-W01'],
    ['2027-01-03', '2026-W53'],
    ['2027-01-04', '2027-W01'],
    ['2021-01-03', '2020-W53'],
  ])('%s lies in %s', (day, week) => {
    expect(weekOf(day)).toBe(week)
  })

  it('make years of 52 or 53', () => {
    expect([2020, 2024, 2025, 2026, 2027].map(weeksIn)).toEqual([53, 52, 52, 53, 52])
  })

  it('belong to the year of their Thursday', () => {
    expect(yearOf('2027-01-03')).toBe(2026)
    expect(numberOf('2026-W07')).toBe(7)
  })

  it('run from Monday to Sunday', () => {
    expect(daysOf('2026-12-28')).toEqual(['2026-12-28', '2026-12-29', '2026-12-30', '2026-12-31', '2027-01-01', '2027-01-02', '2027-01-03'])
  })
})
