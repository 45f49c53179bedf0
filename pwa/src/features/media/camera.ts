/** The camera inside the page: quicker than the system's, as it needs no second "use this photo". */

import { askWorker } from './workshop'

export type CameraStanding = 'granted' | 'prompt' | 'none'

/** Whether the page's own camera opens without asking, could be asked for, or cannot be had. */
export async function cameraStanding(): Promise<CameraStanding> {
  if (!navigator.mediaDevices?.getUserMedia) return 'none'
  try {
    const { state } = await navigator.permissions.query({ name: 'camera' as PermissionName })
    return state === 'denied' ? 'none' : state
  } catch {
    return 'prompt'
  }
}

export function openCamera(): Promise<MediaStream> {
  return navigator.mediaDevices.getUserMedia({
    audio: false,
    video: { facingMode: { ideal: 'environment' }, width: { ideal: 2560 }, height: { ideal: 1920 } },
  })
}

/** The picture in the finder as a JPEG, of the moment this is called. Made in the worker: the finder must not stutter. */
export async function shoot(video: HTMLVideoElement, now = Date.now()): Promise<File> {
  const picture = await encoded(video)
  return new File([picture], 'camera.jpg', { type: 'image/jpeg', lastModified: now })
}

async function encoded(video: HTMLVideoElement): Promise<Blob> {
  const done = await askWorker({ frame: await createImageBitmap(video) })
  if (done && 'picture' in done) return done.picture
  const { encodeFrame } = await import('./shrink')
  return encodeFrame(await createImageBitmap(video))
}
