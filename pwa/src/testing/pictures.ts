/** Pictures put together by hand: the wrapping of a real one around nothing, with the camera's notes asked for. */
type Entry = [tag: number, kind: number, values: string | number[]]

const text = (words: string) => [...words].map((letter) => letter.charCodeAt(0))
const pair = (n: number) => [n >> 8, n & 255]
const long = (n: number) => [(n >>> 24) & 255, (n >> 16) & 255, (n >> 8) & 255, n & 255]
const WIDTH: Record<number, number> = { 2: 1, 3: 2, 4: 4, 5: 8 }

/** One directory of a TIFF block in the order of Motorola, at this offset in it. */
function directory(entries: Entry[], at: number): number[] {
  const rows: number[] = []
  const after: number[] = []
  const beyond = at + 2 + entries.length * 12 + 4
  for (const [tag, kind, values] of entries) {
    const data = typeof values === 'string' ? text(`${values}\0`) : values.flatMap((n) => (kind === 3 ? pair(n) : long(n)))
    const isInside = data.length <= 4
    rows.push(...pair(tag), ...pair(kind), ...long(data.length / WIDTH[kind]!), ...(isInside ? [...data, 0, 0, 0, 0].slice(0, 4) : long(beyond + after.length)))
    if (!isInside) after.push(...data)
  }
  return [...pair(entries.length), ...rows, ...long(0), ...after]
}

export function exifBlock({ first = [], details = [], gps = [] }: { first?: Entry[]; details?: Entry[]; gps?: Entry[] }): Uint8Array {
  const [detailsAt, gpsAt] = [1000, 2000]
  const head = [...text('MM'), 0, 42, ...long(8)]
  const all: Entry[] = [...first, [0x8769, 4, [detailsAt]], [0x8825, 4, [gpsAt]]]
  const block = new Uint8Array(3000)
  block.set(head)
  block.set(directory(all, 8), 8)
  block.set(directory(details, detailsAt), detailsAt)
  block.set(directory(gps, gpsAt), gpsAt)
  return block
}

/** A JPEG's segments without a picture in them. */
export function jpeg({ exif = new Uint8Array() as Uint8Array, width = 4000, height = 3000, end = true } = {}): Uint8Array<ArrayBuffer> {
  const segment = (marker: number, data: number[]) => [0xff, marker, ...pair(data.length + 2), ...data]
  const notes = exif.length ? segment(0xe1, [...text('Exif\0\0'), ...exif]) : []
  const frame = segment(0xc0, [8, ...pair(height), ...pair(width), 3])
  return new Uint8Array([0xff, 0xd8, ...notes, ...frame, ...segment(0xda, [0, 0]), 1, 2, 3, ...(end ? [0xff, 0xd9] : [])])
}

export function png({ exif = new Uint8Array() as Uint8Array, width = 30, height = 20, end = true } = {}): Uint8Array<ArrayBuffer> {
  const chunk = (name: string, data: number[]) => [...long(data.length), ...text(name), ...data, ...long(0)]
  const parts = [chunk('IHDR', [...long(width), ...long(height)]), exif.length ? chunk('eXIf', [...exif]) : [], end ? chunk('IEND', []) : []]
  return new Uint8Array([0x89, ...text('PNG'), 13, 10, 26, 10, ...parts.flat()])
}

export function webp(exif: Uint8Array): Uint8Array<ArrayBuffer> {
  const little = (n: number) => long(n).reverse()
  const body = [...text('WEBP'), ...text('EXIF'), ...little(exif.length), ...exif]
  return new Uint8Array([...text('RIFF'), ...little(body.length), ...body])
}
