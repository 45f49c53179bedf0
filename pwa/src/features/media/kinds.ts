/** Which files the server takes as photos, told by their first bytes as the server does: a name proves nothing. */
export type Kind = 'jpeg' | 'png' | 'webp' | 'heif'

const HEAD = 12

export function kindOf(head: Uint8Array): Kind | null {
  const text = String.fromCharCode(...head.subarray(0, HEAD))
  if (text.startsWith('\xff\xd8\xff')) return 'jpeg'
  if (text.startsWith('\x89PNG')) return 'png'
  if (text.startsWith('RIFF') && text.slice(8) === 'WEBP') return 'webp'
  return text.slice(4, 8) === 'ftyp' ? 'heif' : null
}

/** False for what the server would refuse once the report is there; a file too short to tell is left to it. */
export async function isPhoto(file: Blob): Promise<boolean> {
  if (file.size < HEAD) return true
  return kindOf(new Uint8Array(await file.slice(0, HEAD).arrayBuffer())) !== null
}
