/** A picture from a real camera where the shared inputs lie, else a drawn one. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Page, test } from '@playwright/test'

const photos = join(process.env.SHARED_DATA ?? join(__dirname, '..', '..', '..', 'shared', 'data'), 'photos')

export interface Photo { name: string, mimeType: string, buffer: Buffer }

/** Both carry place and time, of Italy in 2008. */
export const isReal = existsSync(join(photos, 'DSCN0010.jpg'))

export async function photo(page: Page, name: 'DSCN0010.jpg' | 'DSCN0012.jpg'): Promise<Photo> {
  return { name, mimeType: 'image/jpeg', buffer: isReal ? readFileSync(join(photos, name)) : await drawn(page, name) }
}

async function drawn(page: Page, name: string): Promise<Buffer> {
  test.info().annotations.push({ type: 'drawn photo', description: `${photos} is not there (SHARED_DATA says where); its place and time are not tried` })
  const address = await page.evaluate((words) => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 1600, height: 1200 })
    const pen = canvas.getContext('2d')!
    pen.fillStyle = '#8899aa'
    pen.fillRect(0, 0, canvas.width, canvas.height)
    pen.fillStyle = '#1d2327'
    pen.font = '120px sans-serif'
    pen.fillText(words, 200, 600)
    return canvas.toDataURL('image/jpeg', 0.9)
  }, `${name} ${test.info().testId}`)
  return Buffer.from(address.split(',')[1]!, 'base64')
}
