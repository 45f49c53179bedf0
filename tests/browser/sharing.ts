/** What the phone's system does when somebody shares pictures into the app. */
import type { Page } from '@playwright/test'
import type { Photo } from './photo'

/** Posts the form as the phone's system does, which knows nothing of the app's pages. */
export async function share(page: Page, files: Photo[]): Promise<void> {
  await page.evaluate(() => {
    document.body.innerHTML = '<form id="share" action="/share" method="post" enctype="multipart/form-data"><input type="file" name="photos" multiple></form>'
  })
  await page.locator('#share input').setInputFiles(files)
  await page.evaluate(() => (document.getElementById('share') as HTMLFormElement).submit())
}
