import { describe, expect, it } from 'vitest'
import { countOf, fromAddress, isSame, nothing, toAddress, toQuery } from './filters'

describe('filters', () => {
  it('come back from the address as they went in', () => {
    const filters = { ...nothing, status: ['reported' as const, 'filed' as const], road_id: 'r', overdue: true, q: '棉纺路' }
    expect(fromAddress(toAddress(filters) as never)).toEqual(filters)
  })

  it('leave nothing in the address when there are none', () => {
    expect(toAddress(nothing)).toEqual({})
    expect(countOf(nothing)).toBe(0)
  })

  it('ask the server in its own words', () => {
    expect(toQuery({ ...nothing, overdue: true, status: ['handled'] })).toEqual({ overdue: true, status: ['handled'] })
  })

  it('take one status or several from a link typed by hand', () => {
    expect(fromAddress({ status: 'closed', overdue: '1' }).status).toEqual(['closed'])
    expect(isSame(fromAddress({ status: ['closed'] }), fromAddress({ status: 'closed' }))).toBe(true)
  })

  it('do not count the order as a filter', () => {
    expect(countOf({ ...nothing, sort: 'due_at', q: 'a' })).toBe(1)
  })
})
