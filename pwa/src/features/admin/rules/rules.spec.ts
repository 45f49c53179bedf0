import { describe, expect, it } from 'vitest'
import { blank, bodyOf, isSame, kindOf, moved, placeOf, withKind, withPlace, withRule } from './rules'

const [one, two, three] = ['一', '二', '三'].map((note) => ({ ...blank('district'), note, department_id: 'team' })) as [ReturnType<typeof blank>, ReturnType<typeof blank>, ReturnType<typeof blank>]
const notes = (rules: { note: string }[]) => rules.map(({ note }) => note).join('')

describe('rules in their order', () => {
  it('are put up and down, and nowhere else', () => {
    expect(notes(moved([one, two, three], 1, -1))).toBe('二一三')
    expect(notes(moved([one, two, three], 1, 1))).toBe('一三二')
    for (const [index, by] of [[0, -1], [2, 1], [9, 1]] as const) expect(notes(moved([one, two, three], index, by))).toBe('一二三')
  })

  it('take a changed rule in its place and a new one behind all', () => {
    expect(notes(withRule([one, two], { ...one, note: '甲' }))).toBe('甲二')
    expect(notes(withRule([one, two], three))).toBe('一二三')
  })

  it('are the same whatever names came along, and other in another order', () => {
    expect(isSame([{ ...one, road_name: '桐柏路' }], [one])).toBe(true)
    expect(isSame([one, two], [two, one])).toBe(false)
    expect(isSame([one], [{ ...one, is_active: false }])).toBe(false)
    expect(Object.keys(bodyOf(one))).not.toContain('road_name')
  })
})

describe('a choice that stands for two fields', () => {
  it.each([
    ['', { category_id: null, class_name: null }],
    ['one:stall', { category_id: 'stall', class_name: null }],
    ['class:街面秩序', { category_id: null, class_name: '街面秩序' }],
  ])('of kinds: %s', (choice, fields) => {
    expect(withKind(choice)).toEqual(fields)
    expect(kindOf(fields)).toBe(choice)
  })

  it.each([
    ['', { road_id: null, segment_id: null }],
    ['road:a', { road_id: 'a', segment_id: null }],
    ['segment:b', { road_id: null, segment_id: 'b' }],
  ])('of places: %s', (choice, fields) => {
    expect(withPlace(choice)).toEqual(fields)
    expect(placeOf(fields)).toBe(choice)
  })
})
