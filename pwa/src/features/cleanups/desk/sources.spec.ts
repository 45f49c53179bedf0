import { describe, expect, it } from 'vitest'
import { noSources, site, totals } from '@/testing/cleanups-desk'
import { beside, counting, isFloored, signed, sourceWords, standingOf, standingOver } from './sources'

const say = (key: string, named?: Record<string, unknown>) => key.replace('desk.cleanups.way.', '') + (named ? ` ${named.n}` : '')
const by = (over: Partial<ReturnType<typeof noSources>>) => ({ ...noSources(), ...over })
const mixed = site({
  totals: totals({ volunteer: 28 }),
  by_source: by({ tally: { volunteer: 30 }, sign_in: { volunteer: 12 }, correction: { volunteer: -2 } }),
  counted: { volunteer: { sources: ['tally'], is_chosen: false } },
})

describe('where a number comes from', () => {
  it('is said beside it, with what the others say kept apart', () => {
    const standing = standingOf(mixed, 'volunteer')
    expect(standing.total).toBe(28)
    expect(counting(standing)).toEqual([{ way: 'tally', n: 30, counts: true }])
    expect(beside(standing)).toEqual([{ way: 'sign_in', n: 12, counts: false }])
    expect(sourceWords(standing, say)).toBe('tallythencorrected −2')
  })

  it('names all that were added up', () => {
    const both = { ...mixed, counted: { volunteer: { sources: ['tally' as const, 'sign_in' as const], is_chosen: true } } }
    expect(sourceWords(standingOf(both, 'volunteer'), say)).toBe('tallyandsign_inthencorrected −2')
    expect(standingOf(both, 'volunteer').isChosen).toBe(true)
  })

  it('says nothing where nobody said anything', () => {
    const standing = standingOf(site(), 'volunteer')
    expect(standing).toEqual({ total: 0, told: [], correction: 0, isChosen: false })
    expect(sourceWords(standing, say)).toBe('')
  })

  it('shows what was chosen even when it says 0, but does not name it as a source', () => {
    const chosen = site({ counted: { volunteer: { sources: ['announced'], is_chosen: true } } })
    const standing = standingOf(chosen, 'volunteer')
    expect(standing.told).toEqual([{ way: 'announced', n: 0, counts: true }])
    expect(sourceWords(standing, say)).toBe('')
  })

  it('is each site’s own way in the sum over sites', () => {
    const other = site({ id: 'site-2', totals: totals({ volunteer: 25 }), by_source: by({ announced: { volunteer: 25 } }), counted: { volunteer: { sources: ['announced'], is_chosen: false } } })
    const sum = standingOver([mixed, other], 'volunteer')
    expect(sum.total).toBe(53)
    expect(sum.told.map(({ way, n }) => [way, n])).toEqual([['tally', 30], ['announced', 25]])
    expect(sum.correction).toBe(-2)
  })
})

describe('corrections', () => {
  it('are signed as an office writes them', () => {
    expect([signed(2), signed(-2)]).toEqual(['+2', '−2'])
  })

  it('that outweigh what is left are told of', () => {
    expect(isFloored(standingOf(mixed, 'volunteer'))).toBe(false)
    const struck = site({ by_source: by({ correction: { volunteer: -2 } }) })
    expect(isFloored(standingOf(struck, 'volunteer'))).toBe(true)
  })
})
