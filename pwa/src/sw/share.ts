/// <reference lib="webworker" />
/** The phone's system hands in shared pictures as a form: they are kept here, then a page shows them. */
import { registerRoute } from 'workbox-routing'
import { keepShared } from '@/core/db/shared'

async function kept(request: Request): Promise<string> {
  const lost = await keepShared(await request.formData()).catch(() => 1)
  return lost ? `/shared?lost=${lost}` : '/shared'
}

registerRoute('/share', async ({ request }) => Response.redirect(await kept(request), 303), 'POST')
