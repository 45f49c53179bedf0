import { describe, expect, it } from 'vitest'
import { wholeSession, site } from '@/testing/cleanups-desk'
import { differences } from './differences'
import { merge, same } from './merging'
import { formOf, siteOfRoad, type SessionForm } from './session-form'

const base = () => formOf(wholeSession({ sites: [site(), site({ id: 'site-2', name: '西段' })] }))
const without = (form: SessionForm, id: string) => ({ ...form, sites: form.sites.filter((one) => one.id !== id) })
const renamed = (form: SessionForm, id: string, name: string) => ({ ...form, sites: form.sites.map((one) => (one.id === id ? { ...one, name } : one)) })

describe('two organisers at one session', () => {
  it('lose nothing where each changed something else', () => {
    const mine = { ...base(), note: '带手套' }
    const theirs = { ...base(), starts_at: '09:00' }
    expect(merge(base(), mine, theirs)).toEqual({ form: { ...base(), note: '带手套', starts_at: '09:00' }, both: [] })
  })

  it('are told what both changed; mine stands', () => {
    const { form, both } = merge(base(), { ...base(), starts_at: '08:00' }, { ...base(), starts_at: '09:00' })
    expect(both).toEqual(['starts_at'])
    expect(form.starts_at).toBe('08:00')
  })

  it('agree where both wrote the same', () => {
    expect(merge(base(), { ...base(), note: '一' }, { ...base(), note: '一' }).both).toEqual([])
  })

  it('each keep the sites they added', () => {
    const [a, b] = [siteOfRoad('r1', '甲'), siteOfRoad('r2', '乙')]
    const { form, both } = merge(base(), { ...base(), sites: [...base().sites, a] }, { ...base(), sites: [...base().sites, b] })
    expect(form.sites.map(({ name }) => name)).toEqual(['棉纺路东段', '西段', '乙', '甲'])
    expect(both).toEqual([])
  })

  it('take out what either took out, unless the other wrote on it', () => {
    expect(merge(base(), base(), without(base(), 'site-2')).form.sites).toHaveLength(1)
    expect(merge(base(), without(base(), 'site-2'), base()).form.sites).toHaveLength(1)
    const written = merge(base(), renamed(base(), 'site-2', '西段新'), without(base(), 'site-2'))
    expect(written.form.sites.map(({ name }) => name)).toEqual(['棉纺路东段', '西段新'])
    expect(written.both).toEqual(['西段新'])
    expect(merge(base(), without(base(), 'site-2'), renamed(base(), 'site-2', '西段新')).both).toEqual(['西段新'])
  })

  it('see a site that both changed', () => {
    const { form, both } = merge(base(), renamed(base(), 'site-1', '我的'), renamed(base(), 'site-1', '他的'))
    expect(both).toEqual(['我的'])
    expect(form.sites[0]!.name).toBe('我的')
  })
})

it('calls two values the same whatever the order of names and of helpers', () => {
  expect(same({ a: 1, b: [{ id: 1 }, { id: 2 }] }, { b: [{ id: 2 }, { id: 1 }], a: 1 })).toBe(true)
  expect(same({ a: null }, { a: 1 })).toBe(false)
})

describe('what the other wrote', () => {
  it('is told line by line, without the counts that came in meanwhile', () => {
    const seen = wholeSession()
    const counted = { volunteer: { sources: ['tally' as const], is_chosen: false } }
    const now = wholeSession({ state: 'cancelled', reason: '下雨', ends_at: '11:00', sites: [site({ total: 9, counted }), site({ id: 'site-2', name: '西段' })] })
    expect(differences(seen, now)).toEqual([
      { field: 'state', before: 'under_way', now: 'cancelled' },
      { field: 'reason', before: '', now: '下雨' },
      { field: 'times', before: '08:30–10:30', now: '08:30–11:00' },
      { field: 'site', site: '西段', before: '', now: '西段' },
    ])
    expect(differences(seen, wholeSession({ sites: [site({ total: 9, counted })] }))).toEqual([])
  })

  it('names sites taken out or changed, and choices of sources', () => {
    const seen = wholeSession({ sites: [site(), site({ id: 'site-2', name: '西段' })] })
    const chosen = { volunteer: { sources: ['tally' as const, 'sign_in' as const], is_chosen: true } }
    const now = wholeSession({ sites: [site({ lead: null, counted: chosen }), site({ id: 'site-2', name: '西段', is_withdrawn: true })] })
    expect(differences(seen, now)).toEqual([
      { field: 'site', site: '西段', before: '西段', now: '' },
      { field: 'site', site: '棉纺路东段', before: '棉纺路东段', now: '棉纺路东段' },
      { field: 'sources', site: '棉纺路东段', before: '', now: 'tally sign_in' },
    ])
  })
})
