import { describe, expect, it } from 'vitest'
import { changed, laid } from './results'

describe('results being typed', () => {
  it('are told apart from those that stand', () => {
    expect(changed({ bags: 320, washed: 100 }, { bags: 330, washed: 100, adverts: 4 })).toEqual({ bags: 330, adverts: 4 })
    expect(changed({ bags: 320 }, { bags: 320 })).toEqual({})
  })

  it('are 0 once emptied, and no change where nothing stood', () => {
    expect(changed({ bags: 320 }, { bags: '', washed: '' })).toEqual({ bags: 0 })
  })

  it('stand over what somebody else wrote meanwhile', () => {
    expect(laid({ bags: 300, washed: 90 }, changed({ bags: 320 }, { bags: 330 }))).toEqual({ bags: 330, washed: 90 })
  })
})
