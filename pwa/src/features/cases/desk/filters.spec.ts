import { describe, expect, it } from 'vitest'
import { countOf, fromAddress, fromText, isSame, nothing, toAddress, toFilter, toQuery } from './filters'

describe('filters', () => {
  it('come back from the address as they went in', () => {
    const filters = {
      ...nothing, status: ['reported' as const, 'filed' as const], source: ['hotline' as const], road_id: 'r', overdue: true, q: '棉纺路',
      bbox: '113.1,34.1,113.2,34.2', sort: '-received_at' as const,
    }
    expect(fromAddress(toAddress(filters) as never)).toEqual(filters)
  })

  it('leave nothing in the address when there are none', () => {
    expect(toAddress(nothing)).toEqual({})
    expect(countOf(nothing)).toBe(0)
  })

  it('ask the server in its own words, what is due next first', () => {
    expect(toQuery({ ...nothing, overdue: true, status: ['handled'] })).toEqual({ overdue: true, status: ['handled'], sort: 'due_at' })
    expect(toQuery({ ...nothing, sort: 'received_at' })).toEqual({ sort: 'received_at' })
  })

  it('say which cases without an order, for acts on all of them', () => {
    expect(toFilter({ ...nothing, unplaced: true, q: '桐柏', sort: '-updated_at' })).toEqual({ unplaced: true, q: '桐柏' })
  })

  it('take one status or several from a link typed by hand', () => {
    expect(fromAddress({ status: 'closed', overdue: '1' }).status).toEqual(['closed'])
    expect(isSame(fromAddress({ status: ['closed'] }), fromAddress({ status: 'closed' }))).toBe(true)
  })

  it('read a query as the server writes it', () => {
    expect(fromText('status=assigned&status=handling&light=yellow&sort=due_at')).toEqual({ ...nothing, status: ['assigned', 'handling'], light: ['yellow'] })
    expect(fromText('overdue=true&unplaced=False&sort=due_at')).toEqual({ ...nothing, overdue: true })
    expect(isSame(fromText('task=mine&sort=due_at'), fromAddress({ task: 'mine', sort: 'due_at' }))).toBe(true)
  })

  it('drop what nobody has and a box that is none, as a link cut by hand may bring', () => {
    expect(fromAddress({ status: ['reported', 'nonsense', 'constructor'], light: 'pink', source: 'x', bbox: '113.1,34.1' })).toEqual({ ...nothing, status: ['reported'] })
    expect(fromAddress({ bbox: '113.2,34.1,113.1,34.2' }).bbox).toBe('')
    expect(fromAddress({ bbox: '113.1,,113.2,34.2' }).bbox).toBe('')
  })

  it('drop an order nobody has', () => {
    expect(fromAddress({ sort: 'price' }).sort).toBe('')
  })

  it('do not count the order as a filter', () => {
    expect(countOf({ ...nothing, sort: '-received_at', q: 'a' })).toBe(1)
  })
})
