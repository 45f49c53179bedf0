/**
 * What a camera noted about place, time and orientation; the same few values as `app/media/exif.py`, and as wary.
 * Broken notes give nothing, never an error. A general reader would be many times this size for six values.
 */
export interface Notes {
  taken_at: string | null
  lon: number | null
  lat: number | null
  /** EXIF's 1 to 8. */
  orientation: number
}

type Value = string | number[]
type Directory = Map<number, Value>

const [ORIENTATION, DATE_TIME, EXIF_IFD, GPS_IFD, OFFSET_TIME] = [0x0112, 0x0132, 0x8769, 0x8825, 0x9010]
/** DateTimeOriginal and DateTimeDigitized, each with the tag of its offset. */
const TAKEN = [[0x9003, 0x9011], [0x9004, 0x9012]] as const
const [LAT_REF, LAT, LON_REF, LON, STATUS] = [1, 2, 3, 4, 9]
const [TEXT, SHORT, LONG, RATIONAL] = [2, 3, 4, 5]
const WIDTHS: Record<number, number> = { [TEXT!]: 1, [SHORT!]: 2, [LONG!]: 4, [RATIONAL!]: 8 }
const [MAX_ENTRIES, MAX_VALUES] = [1000, 64]
/** A camera without an offset is taken to run on the district's time. */
const LOCAL_OFFSET = '+08:00'

/** From a TIFF block, as JPEG, PNG and WebP carry it, without the name before it. */
export function readExif(raw: Uint8Array | null): Notes {
  const block = raw && Block.open(raw)
  if (!block) return { taken_at: null, lon: null, lat: null, orientation: 1 }
  const first = block.directory(block.long(4))
  const details = block.directory(pointer(first, EXIF_IFD!))
  const place = placeOf(block.directory(pointer(first, GPS_IFD!)))
  const turn = pointer(first, ORIENTATION!)
  return { taken_at: takenAt(first, details), ...place, orientation: turn >= 1 && turn <= 8 ? turn : 1 }
}

class Block {
  private constructor(private readonly view: DataView, private readonly isLittle: boolean) {}

  static open(raw: Uint8Array): Block | null {
    if (raw.length < 8) return null
    const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength)
    const order = view.getUint32(0)
    return order === 0x49492a00 ? new Block(view, true) : order === 0x4d4d002a ? new Block(view, false) : null
  }

  long(at: number): number {
    return at + 4 <= this.view.byteLength ? this.view.getUint32(at, this.isLittle) : 0
  }

  /** The entries we can read at this offset; offset 0 is none. */
  directory(at: number): Directory {
    const found: Directory = new Map()
    if (at < 8 || at > this.view.byteLength - 2) return found
    const room = Math.floor((this.view.byteLength - at - 2) / 12)
    const count = Math.min(this.view.getUint16(at, this.isLittle), MAX_ENTRIES, room)
    for (let i = 0; i < count; i++) {
      const entry = at + 2 + 12 * i
      const tag = this.view.getUint16(entry, this.isLittle)
      const value = this.value(entry)
      if (value !== null && !found.has(tag)) found.set(tag, value)
    }
    return found
  }

  private value(entry: number): Value | null {
    const [kind, count] = [this.view.getUint16(entry + 2, this.isLittle), this.long(entry + 4)]
    const width = WIDTHS[kind]
    if (!width || count < 1 || count > MAX_VALUES) return null
    const start = width * count <= 4 ? entry + 8 : this.long(entry + 8)
    if (start + width * count > this.view.byteLength) return null
    const numbers = Array.from({ length: count }, (_, i) => this.number(kind, start + i * width))
    return kind === TEXT ? String.fromCharCode(...numbers).split('\0')[0]!.trim() : numbers
  }

  private number(kind: number, at: number): number {
    if (kind === TEXT) return this.view.getUint8(at)
    if (kind === SHORT) return this.view.getUint16(at, this.isLittle)
    if (kind === LONG) return this.long(at)
    return this.long(at + 4) ? this.long(at) / this.long(at + 4) : NaN
  }
}

function pointer(directory: Directory, tag: number): number {
  const value = directory.get(tag)
  return Array.isArray(value) ? (value[0] ?? 0) : 0
}

function takenAt(first: Directory, details: Directory): string | null {
  const written = [...TAKEN.map(([time, offset]) => [details.get(time), details.get(offset)]), [first.get(DATE_TIME!), details.get(OFFSET_TIME!)]]
  for (const [text, offset] of written) {
    const moment = momentOf(text, offset)
    if (moment) return moment
  }
  return null
}

function momentOf(text: Value | undefined, offset: Value | undefined): string | null {
  const parts = typeof text === 'string' ? /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)$/.exec(text) : null
  if (!parts) return null
  const [, year, month, day, clock] = parts
  // The 31st of February would be read as a day in March.
  if (new Date(Date.UTC(+year!, +month! - 1, +day!)).getUTCDate() !== +day!) return null
  const zone = typeof offset === 'string' && /^[+-]\d\d:\d\d$/.test(offset) ? offset : LOCAL_OFFSET
  const ms = Date.parse(`${year}-${month}-${day}T${clock}${zone}`)
  return Number.isNaN(ms) ? null : new Date(ms).toISOString()
}

function placeOf(gps: Directory): { lon: number | null; lat: number | null } {
  const lat = degrees(gps.get(LAT!), gps.get(LAT_REF!), 'NS', 90)
  const lon = degrees(gps.get(LON!), gps.get(LON_REF!), 'EW', 180)
  const isVoid = lat === null || lon === null || gps.get(STATUS!) === 'V' || (lat === 0 && lon === 0)
  return isVoid ? { lon: null, lat: null } : { lon, lat }
}

/** Degrees, minutes and seconds as one number; nothing where they make no sense on this globe. */
function degrees(parts: Value | undefined, hemisphere: Value | undefined, signs: string, limit: number): number | null {
  if (!Array.isArray(parts) || parts.length > 3 || typeof hemisphere !== 'string') return null
  const sign = hemisphere.length === 1 ? signs.indexOf(hemisphere.toUpperCase()) : -1
  const value = parts.reduce((sum, part, power) => sum + part / 60 ** power, 0)
  if (sign < 0 || !(value <= limit)) return null
  return sign === 1 ? -value : value
}
