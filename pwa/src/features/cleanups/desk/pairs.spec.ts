import { describe, expect, it } from 'vitest'
import { isWhole, moved, pairsOf, takenBack, targetsFor, type SitePhoto } from './pairs'

const photo = (sha256: string, role: SitePhoto['role'], pair: number, over: Partial<SitePhoto> = {}): SitePhoto => ({
  sha256, role, pair, taken_at: null, named_by_id: 'somebody', named_at: '2026-11-21T01:00:00Z', present: true, ready: true, ...over,
})
const before = photo('a', 'before', 1)
const after = photo('b', 'after', 1)
const second = photo('c', 'after', 2)

describe('pairs of photos', () => {
  it('stand in order, each side by its role', () => {
    expect(pairsOf([second, after, before])).toEqual([
      { pair: 1, before: [before], after: [after] },
      { pair: 2, before: [], after: [second] },
    ])
  })

  it('are whole only when both photos can be shown', () => {
    const [first, other] = pairsOf([before, after, second]) as [ReturnType<typeof pairsOf>[0], ReturnType<typeof pairsOf>[0]]
    expect([isWhole(first), isWhole(other)]).toEqual([true, false])
    expect(isWhole(pairsOf([before, { ...after, ready: false }])[0]!)).toBe(false)
  })

  it('offer a pair of its own only to a photo that shares one', () => {
    expect(targetsFor([before, after, second], after)).toEqual([1, 2, 3])
    expect(targetsFor([before, after, second], second)).toEqual([1, 2])
    expect(targetsFor([photo('x', 'before', 2), photo('y', 'after', 2)], photo('y', 'after', 2))).toEqual([1, 2])
  })

  it('change places when the other pair has such a photo already', () => {
    expect(moved([before, after, second], second, 1)).toEqual([
      { sha256: 'c', role: 'after', pair: 1 },
      { sha256: 'b', role: 'after', pair: 2 },
    ])
    expect(moved([before, second], second, 1)).toEqual([{ sha256: 'c', role: 'after', pair: 1 }])
  })

  it('go back to where they stood', () => {
    const all = [before, after, second]
    expect(takenBack(all, moved(all, second, 1))).toEqual([
      { sha256: 'c', role: 'after', pair: 2 },
      { sha256: 'b', role: 'after', pair: 1 },
    ])
    expect(takenBack([before], [{ sha256: 'gone', role: 'after', pair: 1 }])).toEqual([])
  })
})
