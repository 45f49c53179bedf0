/** No room on the phone. */
import { report } from './doings'
import { expect, test } from './fixtures'
import { asFile, jpeg } from './jpeg'
import { expectOne, known, named } from './proof'
import type { Phone } from './phone'

async function fill(phone: Phone, room: number): Promise<void> {
  const { usage } = await phone.command<{ usage: number }>('Storage.getUsageAndQuota', { origin: phone.address })
  await phone.command('Storage.overrideQuotaForOrigin', { origin: phone.address, quotaSize: usage + room })
  await phone.page.reload()
}

/** By default Chromium says there is room for 10 GB whatever there is; before, and in other browsers, it tells. */
const telling = { args: ['--disable-features=StaticStorageQuota'] }

test('it is said before the shutter, and gone when there is room again', async ({ phone, office, way }, { title }) => {
  const [before, mine] = [await known(office), await phone(telling)]
  await fill(mine, 1_000)
  await expect(mine.page.getByRole('alert')).toHaveText(/已满|空间不够/)
  await mine.command('Storage.overrideQuotaForOrigin', { origin: way.address })
  await mine.page.reload()
  await expect(mine.page.getByRole('alert')).toHaveCount(0)
  await report(mine.page, title, [jpeg(way.seed, title)])
  await expectOne(mine, office, before, await named(mine))
})

test('found out by a photo that does not fit: it is said at once, and nothing is kept by half', async ({ phone, office, way }, { title }) => {
  const [before, mine] = [await known(office), await phone()]
  await fill(mine, 1_000)
  await mine.page.locator('.shutter input[type=file]').setInputFiles(asFile(jpeg(way.seed, title, 2400, 1800)))
  await expect(mine.page.getByText(/空间不够|存不下|已满/).first()).toBeVisible()
  const { drafts, photos, outbox } = await mine.stored()
  expect([drafts, outbox]).toEqual([[], []])
  expect(photos.filter(({ name, really }) => name !== really)).toEqual([])
  await mine.command('Storage.overrideQuotaForOrigin', { origin: way.address })
  await report(mine.page, title, [jpeg(way.seed, `${title} again`)])
  await mine.empty()
  expect((await office.casesOf(office.me.id)).filter(({ id }) => !before.has(id))).toHaveLength(1)
})
