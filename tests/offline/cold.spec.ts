/** Opened where no server can be reached, and reported from there. */
import { report } from './doings'
import { expect, test } from './fixtures'
import { jpeg } from './jpeg'
import { expectOne, known, named } from './proof'

test('opened with the server dead, reported, killed, opened again, and sent when it is back', async ({ phone, office, way }, { title }) => {
  const before = await known(office)
  await way.die()
  const mine = await phone()
  expect(await mine.page.evaluate(() => navigator.onLine)).toBe(true)
  await report(mine.page, title, [jpeg(way.seed, `${title} 1`), jpeg(way.seed, `${title} 2`)])
  const names = await named(mine)
  expect(names).toHaveLength(2)
  await mine.restart()
  await expect(mine.page.getByText(/1 未上传/)).toBeVisible()
  await way.live()
  await expectOne(mine, office, before, names)
})

test('opened with a server that takes every request and answers none: the screen does not wait for it', async ({ phone, office, way }, { title }) => {
  const before = await known(office)
  way.isHung = true
  const mine = await phone()
  await report(mine.page, title, [jpeg(way.seed, title)])
  const names = await named(mine)
  await mine.restart()
  way.isHung = false
  await expectOne(mine, office, before, names)
})
