import { describe, expect, it } from 'vitest'
import { newDraft } from './draft'
import { askFor, foundBy, siteOf } from './found'

const found = { session_id: 's', site_id: 't', name: '棉纺路东段' }

describe('a report from a site of a cleanup', () => {
  it('knows where it was found, and lies on the site’s segment', () => {
    expect(foundBy(askFor(found, 'segment-1') as never)).toEqual({ found_at: found, place: { placed_by: 'segment', segment_id: 'segment-1' }, is_last_place: false })
  })

  it('lies where the phone is when the site has no segment', () => {
    expect(foundBy(askFor(found, null) as never)).toEqual({ found_at: found })
  })

  it('leads back to the site, any other to the street', () => {
    expect(siteOf({ ...newDraft('me'), found_at: found })).toBe('/cleanups/s/sites/t')
    expect(siteOf(newDraft('me'))).toBeNull()
    expect(foundBy({})).toEqual({})
  })
})
