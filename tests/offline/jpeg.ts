/** Pictures nobody has taken before: real JPEGs of grey squares, the squares by seed. */
import { chance } from './chance'

const BLOCK = 8
/** How many codes there are of each length, 1 to 16, and what they stand for. */
interface Table { lengths: number[], symbols: number[] }

/** The standard's table for the mean of a square: by how many bits its difference from the last one needs. */
const means: Table = { lengths: [0, 1, 5, 1, 1, 1, 1, 1, 1], symbols: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] }
/** Nothing but a mean is in a square, so the one code says: end of the square. */
const ends: Table = { lengths: [1], symbols: [0] }

function codes({ lengths, symbols }: Table): Map<number, string> {
  const all = new Map<number, string>()
  let [code, next] = [0, 0]
  lengths.forEach((count, i) => {
    for (let k = 0; k < count; k++) all.set(symbols[next++]!, (code++).toString(2).padStart(i + 1, '0'))
    code <<= 1
  })
  return all
}

function segment(marker: number, ...content: number[]): Buffer {
  const length = content.length + 2
  return Buffer.from([0xff, marker, length >> 8, length & 255, ...content])
}

function huffman(kind: number, { lengths, symbols }: Table): Buffer {
  return segment(0xc4, kind, ...Array.from({ length: 16 }, (_, i) => lengths[i] ?? 0), ...symbols)
}

/** The difference in as many bits as it needs; a negative one as the standard has it, with its bits turned. */
function difference(value: number, table: Map<number, string>): string {
  const size = value === 0 ? 0 : Math.floor(Math.log2(Math.abs(value))) + 1
  const bits = size ? (value > 0 ? value : value + 2 ** size - 1).toString(2).padStart(size, '0') : ''
  return table.get(size)! + bits
}

/** Bits as bytes; a byte of ones is followed by an empty one, or it would look like a marker. */
function packed(bits: string): number[] {
  const bytes: number[] = []
  for (let i = 0; i < bits.length; i += 8) {
    const byte = Number.parseInt(bits.slice(i, i + 8).padEnd(8, '1'), 2)
    bytes.push(byte, ...(byte === 0xff ? [0] : []))
  }
  return bytes
}

export function jpeg(seed: number, name: string | number, width = 320, height = 240): Buffer {
  const [dc, end] = [codes(means), codes(ends).get(0)!]
  let bits = ''
  let last = 0
  for (let i = 0; i < Math.ceil(width / BLOCK) * Math.ceil(height / BLOCK); i++) {
    const mean = Math.floor(chance(seed, 'grey', name, i) * 200) - 100
    bits += difference(mean - last, dc) + end
    last = mean
  }
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xdb, 0, ...Array.from({ length: 64 }, () => 8)),
    segment(0xc0, 8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0),
    huffman(0x00, means),
    huffman(0x10, ends),
    segment(0xda, 1, 1, 0x00, 0, 63, 0),
    Buffer.from([...packed(bits), 0xff, 0xd9]),
  ])
}

/** As a phone's camera hands it over: every one by the same name. */
export function asFile(bytes: Buffer, name = 'image.jpg'): { name: string, mimeType: string, buffer: Buffer } {
  return { name, mimeType: 'image/jpeg', buffer: bytes }
}
