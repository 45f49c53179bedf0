/** No room on the phone. */
import { choose, report, send, shoot } from './doings'
import { expect, test } from './fixtures'
import { asFile, jpeg } from './jpeg'
import { expectOne, known, named } from './proof'
import { type Phone, sha256 } from './phone'

async function fill(phone: Phone, room: number): Promise<void> {
  const { usage } = await phone.command<{ usage: number }>('Storage.getUsageAndQuota', { origin: phone.address })
  await phone.command('Storage.overrideQuotaForOrigin', { origin: phone.address, quotaSize: usage + room })
  await phone.page.reload()
}

const full = /已满|空间不够|存不下/

/** By default Chromium says there is room for 10 GB whatever there is; before, and in other browsers, it tells. */
const telling = { args: ['--disable-features=StaticStorageQuota'] }

test('it is said before the shutter, and gone when there is room again', async ({ phone, office, way }, { title }) => {
  const [before, mine] = [await known(office), await phone(telling)]
  await fill(mine, 1_000)
  await expect(mine.page.getByRole('alert')).toHaveText(full)
  await mine.command('Storage.overrideQuotaForOrigin', { origin: way.address })
  await mine.page.reload()
  await expect(mine.page.getByRole('alert')).toHaveCount(0)
  await report(mine.page, title, [jpeg(way.seed, title)])
  await expectOne(mine, office, before, await named(mine))
})

/** A file of the app's own, as large as a photo. */
const hasReserve = (phone: Phone) =>
  phone.page.evaluate(async () => (await (await (await navigator.storage.getDirectory()).getFileHandle('luzhang-reserve').catch(() => null))?.getFile())?.size ?? 0)

test('told nothing by the browser: the last photo finds the room that was set aside for it', async ({ phone, office, way }, { title }) => {
  const [before, mine] = [await known(office), await phone()]
  await expect.poll(() => hasReserve(mine)).toBeGreaterThan(1_000_000)
  way.only = /session/
  await fill(mine, 1_000)
  await shoot(mine.page, jpeg(way.seed, `${title} last`, 1600, 1200))
  await choose(mine.page)
  await send(mine.page)
  const names = await named(mine)
  way.only = null
  await expectOne(mine, office, before, names)
})

test('told nothing by the browser: what cannot be set aside is said before the shutter', async ({ phone, way }) => {
  const mine = await phone()
  await expect.poll(() => hasReserve(mine)).toBeGreaterThan(1_000_000)
  await mine.command('Storage.overrideQuotaForOrigin', { origin: way.address, quotaSize: 1_000 })
  await mine.page.evaluate(async () => (await navigator.storage.getDirectory()).removeEntry('luzhang-reserve'))
  await mine.page.reload()
  await expect(mine.page.getByRole('alert')).toHaveText(full)
})

test('found out after the shutter all the same: nothing is kept by half, and the photo stays in hand until there is room', async ({ phone, office, way }, { title }) => {
  const [before, mine] = [await known(office), await phone()]
  await mine.command('Storage.overrideQuotaForOrigin', { origin: way.address, quotaSize: 1_000 })
  const photo = jpeg(way.seed, title)
  await mine.page.locator('.shutter input[type=file]').setInputFiles(asFile(photo))
  const again = mine.page.getByRole('button', { name: '再存一次' })
  await expect(again).toBeVisible()
  expect(await mine.stored()).toMatchObject({ drafts: [], photos: [], outbox: [] })
  await mine.command('Storage.overrideQuotaForOrigin', { origin: way.address })
  await again.click()
  await expect(mine.page.locator('.report .picture')).toBeVisible()
  await choose(mine.page)
  await send(mine.page)
  await expectOne(mine, office, before, [sha256(photo)])
})
