/** The camera inside the page: quicker than the system's, as it needs no second "use this photo". */

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

/** The picture in the finder as a JPEG. */
export function shoot(video: HTMLVideoElement): Promise<Blob> {
  const canvas = document.createElement('canvas')
  canvas.width = video.videoWidth
  canvas.height = video.videoHeight
  canvas.getContext('2d')!.drawImage(video, 0, 0)
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/jpeg', 0.9)
  })
}
