/** Names for files that any computer takes, and that say what is inside. */

/** Windows refuses these, and dots or blanks at the end. */
export function safe(words: string): string {
  const plain = words.normalize('NFC').replace(/[\\/:*?"<>|\p{Cc}]+/gu, '-').replace(/\s+/g, ' ')
  return plain.slice(0, 60).replace(/^[.\s-]+|[.\s-]+$/g, '')
}

const extensions: Record<string, string> = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp', 'image/heic': 'heic', 'image/heif': 'heif' }
const heads: [number[], number, string][] = [
  [[0xff, 0xd8, 0xff], 0, 'jpg'],
  [[0x89, 0x50, 0x4e, 0x47], 0, 'png'],
  [[0x57, 0x45, 0x42, 0x50], 8, 'webp'],
  [[0x66, 0x74, 0x79, 0x70], 4, 'heic'],
]

/** By what the bytes are; what the phone called them may be wrong. */
export function extensionOf(bytes: ArrayBuffer, type: string): string {
  const view = new Uint8Array(bytes.slice(0, 12))
  const known = heads.find(([head, at]) => head.every((byte, i) => view[at + i] === byte))
  return known?.[2] ?? extensions[type] ?? 'bin'
}

const two = (number: number) => String(number).padStart(2, '0')

/** The phone's own time: it is the name its owner looks for. */
export function stamp(date: Date): string {
  return `${date.getFullYear()}${two(date.getMonth() + 1)}${two(date.getDate())}-${two(date.getHours())}${two(date.getMinutes())}`
}
