/** Which files the server takes as photos, told by their first bytes as the server does: a name proves nothing. */
const HEAD = 12

function isPhotoHead(head: Uint8Array): boolean {
  const text = String.fromCharCode(...head)
  return (
    text.startsWith('\xff\xd8\xff') ||
    text.startsWith('\x89PNG') ||
    (text.startsWith('RIFF') && text.slice(8) === 'WEBP') ||
    text.slice(4, 8) === 'ftyp'
  )
}

/** False for what the server would refuse once the report is there; a file too short to tell is left to it. */
export async function isPhoto(file: Blob): Promise<boolean> {
  if (file.size < HEAD) return true
  return isPhotoHead(new Uint8Array(await file.slice(0, HEAD).arrayBuffer()))
}
