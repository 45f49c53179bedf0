/** No room on the phone: said before the shutter, and nothing is kept by half. */
import { report } from './doings'
import { expect, test } from './fixtures'
import { asFile, jpeg } from './jpeg'
import { expectOne, known, named } from './proof'

test('no room: an error before the shutter, nothing by half, and all is well when there is room again', async ({ phone, office, way }, { title }) => {
  const [before, mine] = [await known(office), await phone()]
  const { usage } = await mine.command<{ usage: number }>('Storage.getUsageAndQuota', { origin: way.address })
  await mine.command('Storage.overrideQuotaForOrigin', { origin: way.address, quotaSize: usage + 1_000 })
  await mine.page.reload()
  await expect(mine.page.getByText(/空间不够|存不下/).first()).toBeVisible()
  const shutter = mine.page.locator('.shutter input[type=file]')
  if (await shutter.count()) await shutter.setInputFiles(asFile(jpeg(way.seed, title, 1600, 1200)), { timeout: 2_000 }).catch(() => undefined)
  await mine.page.waitForTimeout(500)
  const { drafts, photos, outbox } = await mine.stored()
  expect({ drafts, photos, outbox }).toEqual({ drafts: [], photos: [], outbox: [] })
  await mine.command('Storage.overrideQuotaForOrigin', { origin: way.address })
  await report(mine.page, title, [jpeg(way.seed, `${title} again`)])
  await expectOne(mine, office, before, await named(mine))
})
