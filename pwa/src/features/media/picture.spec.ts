import { describe, expect, it } from 'vitest'
import { exifBlock, jpeg, png, webp } from '@/testing/pictures'
import { readPicture } from './picture'

const exif = exifBlock({ first: [[0x0112, 3, [6]]] })

describe('what the wrapping of a picture says', () => {
  it.each([
    ['a JPEG', jpeg({ exif }), { kind: 'jpeg', width: 4000, height: 3000, isWhole: true }],
    ['a JPEG with films of its maker behind it', new Uint8Array([...jpeg(), 1, 2, 3]), { kind: 'jpeg', isWhole: true, exif: null }],
    ['a PNG', png({ exif }), { kind: 'png', width: 30, height: 20, isWhole: true }],
    ['a WebP', webp(exif), { kind: 'webp', isWhole: true }],
    ['HEIC, which is not ours to judge', new Uint8Array([0, 0, 0, 24, ...[...'ftypheic'].map((c) => c.charCodeAt(0))]), { kind: 'heif', isWhole: true, exif: null }],
    ['something else', new Uint8Array([1, 2, 3]), { kind: null, isWhole: true }],
  ])('%s', (_, bytes, expected) => {
    expect(readPicture(bytes)).toMatchObject(expected)
  })

  it.each([['JPEG', jpeg({ exif })], ['PNG', png({ exif })], ['WebP', webp(exif)]])('finds the notes of the camera in %s', (_, bytes) => {
    expect(readPicture(bytes).exif).toEqual(exif)
  })
})

describe('a file that was cut off', () => {
  it.each([
    ['a JPEG without its end', jpeg({ end: false })],
    ['a JPEG cut in its head', jpeg({ exif }).subarray(0, 500)],
    ['a PNG without its end', png({ end: false })],
    ['a WebP cut short', webp(exif).subarray(0, 40)],
  ])('is known: %s', (_, bytes) => {
    expect(readPicture(bytes).isWhole).toBe(false)
  })

  it('is read without an error wherever the cut is', () => {
    for (const bytes of [jpeg({ exif }), png({ exif }), webp(exif)]) {
      for (let length = 12; length < bytes.length; length += 11) expect(() => readPicture(bytes.subarray(0, length))).not.toThrow()
    }
  })
})
