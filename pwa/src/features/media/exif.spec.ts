import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { exifBlock } from '@/testing/pictures'
import { readExif } from './exif'
import { readPicture } from './picture'

const TIME = 0x9003
const OFFSET = 0x9011
const nothing = { taken_at: null, lon: null, lat: null, orientation: 1 }
const degrees = (d: number, m: number, s100: number) => [d, 1, m, 1, s100, 100]
const zhengzhou = (over: Partial<Record<'ns' | 'ew' | 'status', string>> = {}) =>
  exifBlock({ gps: [[1, 2, over.ns ?? 'N'], [2, 5, degrees(34, 44, 5316)], [3, 2, over.ew ?? 'E'], [4, 5, degrees(113, 36, 4320)], ...(over.status ? [[9, 2, over.status] as [number, number, string]] : [])] })

describe('the time a camera noted', () => {
  it.each([
    ['with its zone', '2026:11:23 14:05:09', '+09:00', '2026-11-23T05:05:09.000Z'],
    ['without a zone: the district’s', '2026:11:23 14:05:09', '', '2026-11-23T06:05:09.000Z'],
    ['with a zone that is none', '2026:11:23 14:05:09', 'local', '2026-11-23T06:05:09.000Z'],
    ['never set', '0000:00:00 00:00:00', '', null],
    ['of a day that never was', '2026:02:31 10:00:00', '', null],
    ['in other words', 'yesterday', '', null],
  ])('%s', (_, time, offset, expected) => {
    const raw = exifBlock({ details: [[TIME, 2, time], ...(offset ? [[OFFSET, 2, offset] as [number, number, string]] : [])] })
    expect(readExif(raw).taken_at).toBe(expected)
  })

  it('is that of the shutter before that of the file', () => {
    const raw = exifBlock({ first: [[0x0132, 2, '2026:11:24 00:00:00']], details: [[TIME, 2, '2026:11:23 08:00:00']] })
    expect(readExif(raw).taken_at).toBe('2026-11-23T00:00:00.000Z')
    expect(readExif(exifBlock({ first: [[0x0132, 2, '2026:11:24 08:00:00']] })).taken_at).toBe('2026-11-24T00:00:00.000Z')
  })
})

describe('the place a camera noted', () => {
  it('is in degrees, signed by its half of the globe', () => {
    const { lon, lat } = readExif(zhengzhou())
    expect([lon!.toFixed(4), lat!.toFixed(4)]).toEqual(['113.6120', '34.7481'])
    const south = readExif(zhengzhou({ ns: 'S', ew: 'W' }))
    expect([Math.sign(south.lon!), Math.sign(south.lat!)]).toEqual([-1, -1])
  })

  it.each([
    ['void by its own word', zhengzhou({ status: 'V' })],
    ['of no half of the globe', zhengzhou({ ns: 'X' })],
    ['at the zero of an unset receiver', exifBlock({ gps: [[1, 2, 'N'], [2, 5, degrees(0, 0, 0)], [3, 2, 'E'], [4, 5, degrees(0, 0, 0)]] })],
    ['beyond the pole', exifBlock({ gps: [[1, 2, 'N'], [2, 5, degrees(91, 0, 0)], [3, 2, 'E'], [4, 5, degrees(113, 0, 0)]] })],
    ['divided by nothing', exifBlock({ gps: [[1, 2, 'N'], [2, 5, [34, 0, 0, 1, 0, 1]], [3, 2, 'E'], [4, 5, degrees(113, 0, 0)]] })],
  ])('counts for nothing when %s', (_, raw) => {
    expect(readExif(raw)).toMatchObject({ lon: null, lat: null })
  })
})

describe('broken notes give nothing', () => {
  it.each([
    ['none', null],
    ['too short', new Uint8Array(4)],
    ['of no known order', new Uint8Array(64)],
    ['pointing behind the end', new Uint8Array([0x4d, 0x4d, 0, 42, 0, 255, 255, 255])],
    ['a directory of 65,535 entries that are not there', new Uint8Array([0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 255, 255, 1, 2, 3])],
  ])('%s', (_, raw) => {
    expect(readExif(raw)).toEqual(nothing)
  })

  it('cut off anywhere, without an error', () => {
    const raw = zhengzhou()
    for (let length = 0; length < raw.length; length += 7) expect(() => readExif(raw.subarray(0, length))).not.toThrow()
  })
})

it('knows how the camera was held', () => {
  expect(readExif(exifBlock({ first: [[0x0112, 3, [6]]] })).orientation).toBe(6)
  expect(readExif(exifBlock({ first: [[0x0112, 3, [9]]] })).orientation).toBe(1)
})

const photos = join(process.env.SHARED_DATA ?? resolve(import.meta.dirname, '../../../../../shared/data'), 'photos')

describe.skipIf(!existsSync(photos))(`photos of real cameras (${photos}; SHARED_DATA says where they lie)`, () => {
  it.each([
    ['DSCN0010.jpg', '2008-10-22T08:28:39.000Z', 11.8851, 43.4674],
    ['DSCN0012.jpg', '2008-10-22T08:29:49.000Z', 11.8854, 43.4672],
  ])('%s', (name, taken, lon, lat) => {
    const picture = readPicture(new Uint8Array(readFileSync(join(photos, name))))
    const notes = readExif(picture.exif)
    expect(picture).toMatchObject({ kind: 'jpeg', width: 640, height: 480, isWhole: true })
    expect(notes).toMatchObject({ taken_at: taken, orientation: 1 })
    expect([notes.lon!.toFixed(4), notes.lat!.toFixed(4)]).toEqual([String(lon), String(lat)])
  })
})
