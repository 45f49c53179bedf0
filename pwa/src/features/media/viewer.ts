/** Photos over the whole screen, to pinch and swipe; loaded when first wanted. */
import { photoUrl } from '@/core/api'
import { localPhotoUrl } from '@/core/db/photos'

export async function openViewer(names: string[], start = 0): Promise<void> {
  const [{ showImagePreview }] = await Promise.all([import('vant/es/image-preview'), import('./viewer-style')])
  const images = await Promise.all(names.map(async (name) => (await localPhotoUrl(name)) ?? photoUrl(name, 'screen')))
  showImagePreview({
    images,
    startPosition: start,
    onClose: () => images.filter((url) => url.startsWith('blob:')).forEach((url) => URL.revokeObjectURL(url)),
  })
}
