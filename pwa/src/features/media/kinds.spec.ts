import { describe, expect, it } from 'vitest'
import { isPhoto } from './kinds'

const bytes = (...parts: (string | number[])[]) =>
  new Blob(parts.map((part) => (typeof part === 'string' ? part : new Uint8Array(part))))

describe('what the server takes as a photo', () => {
  it.each([
    ['JPEG', bytes([0xff, 0xd8, 0xff, 0xe1], 'ExifExifExif'), true],
    ['PNG', bytes([0x89], 'PNG\r\n and more'), true],
    ['WebP', bytes('RIFF', [1, 2, 3, 4], 'WEBPVP8 '), true],
    ['HEIC', bytes([0, 0, 0, 24], 'ftypheic', [0, 0]), true],
    ['text under a photo’s name', bytes('this is only a letter'), false],
    ['GIF', bytes('GIF89a and its frames'), false],
    ['too short to tell', bytes('1'), true],
  ])('knows %s', async (_, file, expected) => {
    expect(await isPhoto(file)).toBe(expected)
  })
})
