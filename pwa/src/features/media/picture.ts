/** What a picture's own wrapping says: kind, size, whether it is there to its end, and its camera's notes. Nothing is decoded. */
import { kindOf, type Kind } from './kinds'

export interface Picture {
  kind: Kind | null
  /** As stored, before any turning; 0 where it is not said in a place we read. */
  width: number
  height: number
  /** False when the file was cut off; true where we cannot tell. */
  isWhole: boolean
  exif: Uint8Array | null
}

type Found = Omit<Picture, 'kind'>

const unknown: Found = { width: 0, height: 0, isWhole: true, exif: null }
const text = (bytes: Uint8Array, at: number, length: number) => String.fromCharCode(...bytes.subarray(at, at + length))

export function readPicture(bytes: Uint8Array): Picture {
  const kind = kindOf(bytes)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const read = { jpeg: readJpeg, png: readPng, webp: readWebp, heif: () => unknown }
  return { kind, ...(kind ? read[kind](bytes, view) : unknown) }
}

function readJpeg(bytes: Uint8Array, view: DataView): Found {
  const found = { ...unknown, isWhole: false }
  let at = 2
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1]!
    if (marker === 0xff) {
      at += 1
      continue
    }
    const length = view.getUint16(at + 2)
    if (marker === 0xe1 && !found.exif && text(bytes, at + 4, 6) === 'Exif\0\0') found.exif = bytes.subarray(at + 10, at + 2 + length)
    if (isFrame(marker) && at + 9 <= bytes.length) [found.height, found.width] = [view.getUint16(at + 5), view.getUint16(at + 7)]
    at += 2 + length
    // The picture itself follows; its end may in turn be followed by further pictures and notes of the maker.
    if (marker === 0xda) return { ...found, isWhole: found.width > 0 && hasEnd(bytes, at) }
  }
  return found
}

/** SOF0 to SOF15, of which three are something else. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)

function hasEnd(bytes: Uint8Array, from: number): boolean {
  for (let at = bytes.lastIndexOf(0xd9); at > from; at = bytes.lastIndexOf(0xd9, at - 1)) {
    if (bytes[at - 1] === 0xff) return true
  }
  return false
}

function readPng(bytes: Uint8Array, view: DataView): Found {
  const found = { ...unknown, isWhole: false }
  for (let at = 8; at + 12 <= bytes.length; at += 12 + view.getUint32(at)) {
    const [name, data, length] = [text(bytes, at + 4, 4), at + 8, view.getUint32(at)]
    if (name === 'IHDR' && data + 8 <= bytes.length) [found.width, found.height] = [view.getUint32(data), view.getUint32(data + 4)]
    if (name === 'eXIf') found.exif = bytes.subarray(data, data + length)
    if (name === 'IEND') return { ...found, isWhole: found.width > 0 }
  }
  return found
}

function readWebp(bytes: Uint8Array, view: DataView): Found {
  const found = { ...unknown, isWhole: view.getUint32(4, true) + 8 <= bytes.length }
  for (let at = 12; at + 8 <= bytes.length; ) {
    const length = view.getUint32(at + 4, true)
    if (text(bytes, at, 4) === 'EXIF') found.exif = bytes.subarray(at + 8, at + 8 + length)
    at += 8 + length + (length % 2)
  }
  return found
}
