/** Gives a JPEG what a camera would note about it: when and where. */
interface Notes { takenAt: Date, lon: number, lat: number }

const [ASCII, LONG, RATIONAL] = [2, 4, 5]
type Entry = [tag: number, kind: number, value: string | number | number[]]

function bytesOf(kind: number, value: Entry[2]): Buffer {
  if (kind === ASCII) return Buffer.from(`${value as string}\0`)
  const words = kind === LONG ? [value as number] : (value as number[]).flatMap((part) => [Math.round(part * 10_000), 10_000])
  const bytes = Buffer.alloc(4 * words.length)
  words.forEach((word, i) => bytes.writeUInt32LE(word, 4 * i))
  return bytes
}

/** One directory of a TIFF block that stands at `start`, its longer values behind it. */
function directory(start: number, entries: Entry[]): Buffer {
  const head = Buffer.alloc(2 + 12 * entries.length + 4)
  head.writeUInt16LE(entries.length, 0)
  const rest: Buffer[] = []
  let at = start + head.length
  entries.forEach(([tag, kind, value], i) => {
    const bytes = bytesOf(kind, value)
    const width = kind === ASCII ? 1 : kind === LONG ? 4 : 8
    head.writeUInt16LE(tag, 2 + 12 * i)
    head.writeUInt16LE(kind, 4 + 12 * i)
    head.writeUInt32LE(bytes.length / width, 6 + 12 * i)
    if (bytes.length <= 4) bytes.copy(head, 10 + 12 * i)
    else {
      head.writeUInt32LE(at, 10 + 12 * i)
      rest.push(bytes)
      at += bytes.length
    }
  })
  return Buffer.concat([head, ...rest])
}

function degrees(value: number): number[] {
  const whole = Math.floor(value)
  const minutes = (value - whole) * 60
  return [whole, Math.floor(minutes), (minutes - Math.floor(minutes)) * 60]
}

export function withNotes(jpeg: Buffer, { takenAt, lon, lat }: Notes): Buffer {
  const time = new Date(takenAt.getTime() + 8 * 3600_000).toISOString().slice(0, 19).replace('T', ' ').replaceAll('-', ':')
  const first = (details: number, gps: number): Entry[] => [[0x8769, LONG, details], [0x8825, LONG, gps]]
  const details = directory(8 + first(0, 0).length * 12 + 6, [[0x9003, ASCII, time], [0x9011, ASCII, '+08:00']])
  const detailsAt = 8 + directory(8, first(0, 0)).length
  const gps = directory(detailsAt + details.length, [[1, ASCII, 'N'], [2, RATIONAL, degrees(lat)], [3, ASCII, 'E'], [4, RATIONAL, degrees(lon)]])
  const block = Buffer.concat([Buffer.from('II*\0\x08\0\0\0', 'latin1'), directory(8, first(detailsAt, detailsAt + details.length)), details, gps])
  const length = Buffer.alloc(2)
  length.writeUInt16BE(block.length + 8)
  return Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff, 0xe1]), length, Buffer.from('Exif\0\0'), block, jpeg.subarray(2)])
}
