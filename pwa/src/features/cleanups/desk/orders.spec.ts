import { describe, expect, it } from 'vitest'
import { site, wholeSession } from '@/testing/cleanups-desk'
import { undoOf } from './orders'

const before = wholeSession({ held_on: '2026-11-21', reason: '下雨' })

describe('what undoes an order', () => {
  it.each([
    ['finish', 'reopen', {}],
    ['reopen', 'finish', {}],
    ['cancel', 'reinstate', { note: '撤销' }],
    ['reinstate', 'cancel', { note: '下雨' }],
    ['postpone', 'postpone', { held_on: '2026-11-21', note: '撤销' }],
  ] as const)('%s: %s', (action, undo, given) => {
    expect(undoOf(action, { held_on: '2026-11-22', note: '下雨' }, before, '撤销')).toEqual({ action: undo, given })
  })

  it('is nothing for a renewed code: the old one was passed on', () => {
    expect(undoOf('renew_code', {}, before, '')).toBeNull()
  })

  it('goes back to the choice before, or to the rule', () => {
    const given = { site_id: 'site-1', category_code: 'volunteer', sources: ['tally' as const, 'sign_in' as const] }
    expect(undoOf('choose_sources', given, before, '')!.given.sources).toEqual([])
    const byRule = wholeSession({ sites: [site({ counted: { volunteer: { sources: ['tally'], is_chosen: false } } })] })
    expect(undoOf('choose_sources', given, byRule, '')!.given.sources).toEqual([])
    const chosen = wholeSession({ sites: [site({ counted: { volunteer: { sources: ['announced'], is_chosen: true } } })] })
    expect(undoOf('choose_sources', given, chosen, '')!.given.sources).toEqual(['announced'])
  })
})
