import { describe, expect, it } from 'vitest'
import type { Role, User } from '@/core/api'
import { countsOf, viewsFor } from './views'

const user = (...roles: Role[]): User => ({ id: 'me', name: '', username: 'me', must_change_password: false, department_id: null, roles: roles.map((role) => ({ role, unit_id: 'u' })) })

describe('the views', () => {
  it('begin with what waits for a handler or chief', () => {
    expect(viewsFor(user('handler'))[0]!.name).toBe('tasks')
    expect(viewsFor(user('supervisor'))[0]!.name).toBe('reported')
  })

  it('offer one\'s own reports only to those who report', () => {
    expect(viewsFor(user('viewer')).some(({ name }) => name === 'mine')).toBe(false)
  })

  it('count from the counts by status, and apart where that says nothing', () => {
    const views = viewsFor(user('supervisor'))
    const row = (key: string, total: number, overdue = 0) => ({ key, name: null, total, open: 0, overdue })
    const counts = countsOf(views, [row('reported', 4), row('closed', 10), row('handled', 2, 1)], { due_soon: 3 })
    expect(counts).toMatchObject({ reported: '4', handled: '2', filed: '0', open: '6', all: '16', overdue: '1', due_soon: '3' })
    expect(counts).not.toHaveProperty('unplaced')
  })
})
