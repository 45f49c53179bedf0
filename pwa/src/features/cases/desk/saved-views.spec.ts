import { beforeEach, describe, expect, it, vi } from 'vitest'
import { nothing } from './filters'
import { filtersOf, LONGEST_NAME, MOST_SAVED, textOf, useSavedViews } from './saved-views'

const filters = { ...nothing, status: ['filed' as const, 'assigned' as const], q: '桐柏路 & 门', overdue: true, sort: '-received_at' as const }

describe('views one keeps', () => {
  beforeEach(() => localStorage.clear())

  it('are there when one comes back, with the filter as it was', () => {
    useSavedViews('me').add('桐柏路超期', filters)
    const [found] = useSavedViews('me').views.value
    expect(found!.name).toBe('桐柏路超期')
    expect(filtersOf(found!)).toEqual(filters)
  })

  it('are nobody else\'s at the same desk', () => {
    useSavedViews('me').add('一', filters)
    expect(useSavedViews('other').views.value).toEqual([])
  })

  it('can be renamed, removed, and put back where they were', () => {
    const saved = useSavedViews('me')
    const [first] = ['一', '二', '三'].map((name) => saved.add(name, filters)!)
    saved.rename(first!.id, ' 头一个 ')
    const putBack = saved.remove(first!.id)
    expect(useSavedViews('me').views.value.map(({ name }) => name)).toEqual(['二', '三'])
    putBack()
    expect(useSavedViews('me').views.value.map(({ name }) => name)).toEqual(['头一个', '二', '三'])
  })

  it('need a name, a short one, and end at some number', () => {
    const saved = useSavedViews('me')
    expect(saved.add('  ', filters)).toBeNull()
    expect(saved.add('很'.repeat(50), filters)!.name).toHaveLength(LONGEST_NAME)
    saved.rename(saved.views.value[0]!.id, ' ')
    expect(saved.views.value[0]!.name).toHaveLength(LONGEST_NAME)
    for (let i = 0; i < MOST_SAVED + 5; i++) saved.add(`v${i}`, filters)
    expect(saved.views.value).toHaveLength(MOST_SAVED)
  })

  it.each(['not json', '{"a":1}', '[null, 1, {"id": 1}, {"id": "x", "name": "n"}]', '"text"'])('survive what is no list of views: %s', (text) => {
    localStorage.setItem('desk.views.me', text)
    expect(useSavedViews('me').views.value).toEqual([])
  })

  it('hold until the page is left where the browser keeps nothing', () => {
    const full = vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError')
    })
    const saved = useSavedViews('me')
    saved.add('一', filters)
    expect(saved.views.value).toHaveLength(1)
    full.mockRestore()
  })

  it('are written as the address is', () => {
    expect(textOf({ ...nothing, status: ['filed'], unplaced: true })).toBe('status=filed&unplaced=1')
  })
})
