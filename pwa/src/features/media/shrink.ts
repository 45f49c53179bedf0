/** A photo as it goes up: at most 1600 pixels long, upright, JPEG; what its camera noted is kept apart. Runs in the worker. */
import { sha256 } from '@/core/db/digest'
import { BrokenPhoto } from './broken'
import { readExif } from './exif'
import { readPicture, type Picture } from './picture'

export interface Prepared {
  bytes: ArrayBuffer
  type: string
  sha256: string
  /** Of the untouched file; null when that is what goes up. */
  original_sha256: string | null
  /** What the picture itself says (EXIF), never what the phone knows. */
  taken_at: string | null
  lon: number | null
  lat: number | null
}

type Canvas = OffscreenCanvas | HTMLCanvasElement

const LONG_SIDE = 1600
const QUALITY = 0.8
/** A picture this small gains nothing from being made anew, and keeps its bytes. */
const SMALL_BYTES = 400_000
const MANY_PIXELS = 30_000_000
const TYPES = { jpeg: 'image/jpeg', png: 'image/png', webp: 'image/webp', heif: 'image/heic' }

const typeOf = ({ kind }: Picture, file: Blob) => (kind ? TYPES[kind] : file.type || 'application/octet-stream')

/** Whether this place, a worker or the page, can draw at all. */
export const canDraw = () => typeof createImageBitmap === 'function' && (typeof OffscreenCanvas === 'function' || typeof document === 'object')

export async function shrink(file: Blob): Promise<Prepared> {
  const bytes = await file.arrayBuffer()
  const picture = readPicture(new Uint8Array(bytes))
  if (!picture.isWhole) throw new BrokenPhoto()
  const { orientation, ...said } = readExif(picture.exif)
  const name = sha256(bytes)
  const made = await redraw(bytes, picture, orientation)
  if (!made) return { bytes, type: typeOf(picture, file), sha256: await name, original_sha256: null, ...said }
  const small = await made.arrayBuffer()
  return { bytes: small, type: 'image/jpeg', sha256: await sha256(small), original_sha256: await name, ...said }
}

/** Null for what stays as it is: small already, or not to be decoded here, as HEIC by Chromium. */
async function redraw(bytes: ArrayBuffer, picture: Picture, orientation: number): Promise<Blob | null> {
  if (!canDraw()) return null
  const drawn = (await decodeSmaller(bytes, picture, orientation)) ?? (await decode(bytes, picture, orientation).catch(() => null))
  if (!drawn) {
    if (isReadable(picture)) throw new BrokenPhoto()
    return null
  }
  const [width, height] = sizeOf(drawn)
  const isSmall = picture.kind !== 'png' && bytes.byteLength <= SMALL_BYTES && Math.max(picture.width || width, picture.height || height) <= LONG_SIDE
  try {
    return isSmall ? null : await encode(drawn, ...fit(width, height))
  } catch {
    // No memory for a canvas: the untouched bytes are evidence, too.
    return null
  } finally {
    drawn.close()
  }
}

/** Every browser reads these; one that fails at a sensible size has no picture before it. Beyond that, memory may be what it lacked. */
const isReadable = ({ kind, width, height }: Picture) => (kind === 'jpeg' || kind === 'png') && width * height <= MANY_PIXELS

const sizeOf = (drawn: ImageBitmap | VideoFrame): [number, number] => ('displayWidth' in drawn ? [drawn.displayWidth, drawn.displayHeight] : [drawn.width, drawn.height])

function fit(width: number, height: number): [number, number] {
  const scale = Math.min(1, LONG_SIDE / Math.max(width, height))
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))]
}

/**
 * JPEG comes out of its own transform at any number of eighths: half the time and a quarter of the memory of decoding all
 * pixels. Chromium alone offers that. Where its frames do not tell their turning, only upright pictures go this way.
 */
async function decodeSmaller(bytes: ArrayBuffer, { kind, width, height }: Picture, orientation: number): Promise<VideoFrame | null> {
  const eighths = Math.ceil((LONG_SIDE / Math.max(width, height)) * 8)
  if (kind !== 'jpeg' || eighths >= 8 || typeof ImageDecoder !== 'function') return null
  if (orientation !== 1 && !('rotation' in VideoFrame.prototype)) return null
  const decoder = new ImageDecoder({ data: bytes, type: 'image/jpeg', desiredWidth: Math.ceil((width * eighths) / 8), desiredHeight: Math.ceil((height * eighths) / 8) })
  try {
    const { image } = await decoder.decode()
    return image
  } catch {
    return null
  } finally {
    decoder.close()
  }
}

function decode(bytes: ArrayBuffer, { kind, width, height }: Picture, orientation: number): Promise<ImageBitmap> {
  const blob = new Blob([bytes], { type: kind ? TYPES[kind] : '' })
  const isTurned = orientation >= 5
  const [wide, high] = fit(isTurned ? height : width, isTurned ? width : height)
  const isLarge = width > 0 && Math.max(width, height) > LONG_SIDE
  return createImageBitmap(blob, { imageOrientation: 'from-image', ...(isLarge && { resizeWidth: wide, resizeHeight: high, resizeQuality: 'high' }) })
}

/** A JPEG of this size; also of what the camera in the page shows. */
export async function encode(drawn: ImageBitmap | VideoFrame, width: number, height: number): Promise<Blob> {
  const canvas = canvasOf(width, height)
  const pen = canvas.getContext('2d', { alpha: false, willReadFrequently: true }) as OffscreenCanvasRenderingContext2D
  // What is transparent in a screenshot is white on paper, not black.
  pen.fillStyle = '#fff'
  pen.fillRect(0, 0, width, height)
  pen.imageSmoothingQuality = 'high'
  pen.drawImage(drawn, 0, 0, width, height)
  return asJpeg(canvas)
}

export const encodeFrame = (frame: ImageBitmap): Promise<Blob> => encode(frame, ...fit(frame.width, frame.height)).finally(() => frame.close())

function canvasOf(width: number, height: number): Canvas {
  if (typeof OffscreenCanvas === 'function') return new OffscreenCanvas(width, height)
  return Object.assign(document.createElement('canvas'), { width, height })
}

function asJpeg(canvas: Canvas): Promise<Blob> {
  if ('convertToBlob' in canvas) return canvas.convertToBlob({ type: 'image/jpeg', quality: QUALITY })
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/jpeg', QUALITY))
}
