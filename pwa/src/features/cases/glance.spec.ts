import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createPinia, setActivePinia } from 'pinia'
import { db } from '@/core/db'
import { row } from '@/testing/fixtures'
import { freshPhone, settle } from '@/testing/mount'
import { glanceOf, keepGlance } from './glance'
import { useCaseLists } from './lists'

const task = (id: string) => ({ ...row({ id }), is_task: true, yellow_at: null })
const held = (id: string) => ({ ...task(id), owner: 'chief-id', tick: 1 })
const ids = (rows: { id: string }[]) => rows.map(({ id }) => id)

beforeEach(async () => {
  await freshPhone()
  setActivePinia(createPinia())
})

describe('a glance', () => {
  it('is what was kept', () => {
    keepGlance('chief-id', [task('a'), task('b')])
    expect(ids(glanceOf('chief-id'))).toEqual(['a', 'b'])
  })

  it('is nobody else’s', () => {
    keepGlance('chief-id', [task('a')])
    expect(glanceOf('other-id')).toEqual([])
  })

  it('is empty on a new phone, and where something else wrote', () => {
    expect(glanceOf('chief-id')).toEqual([])
    localStorage.setItem('cases.glance', '{')
    expect(glanceOf('chief-id')).toEqual([])
  })

  it('is given up rather than kept wrong, when the disk is full', () => {
    keepGlance('chief-id', [task('a')])
    const real = localStorage
    const setItem = () => {
      throw new DOMException('full', 'QuotaExceededError')
    }
    vi.stubGlobal('localStorage', { setItem, getItem: (key: string) => real.getItem(key), removeItem: (key: string) => real.removeItem(key) })
    keepGlance('chief-id', [task('b')])
    expect(glanceOf('chief-id')).toEqual([])
    vi.unstubAllGlobals()
  })
})

describe('the list of tasks', () => {
  it('shows the glance until the phone has been looked through, then what it holds', async () => {
    keepGlance('chief-id', [task('done-meanwhile'), task('still-there')])
    await db.held.put(held('still-there') as never)
    await db.feeds.put({ owner: 'chief-id', cursor: '1', asked_at: '2026-11-23T07:00:00Z', tick: 1 } as never)
    const lists = useCaseLists()
    expect(ids(lists.todo)).toEqual(['done-meanwhile', 'still-there'])
    await settle()
    expect(ids(lists.todo)).toEqual(['still-there'])
    expect(ids(glanceOf('chief-id'))).toEqual(['still-there'])
  })

  it('keeps that nothing is left to do', async () => {
    keepGlance('chief-id', [task('gone')])
    const lists = useCaseLists()
    await settle()
    expect(lists.todo).toEqual([])
    expect(glanceOf('chief-id')).toEqual([])
  })
})
