/** Who sends: never anybody else, and never lost because a log-in has ended. */
import { report } from './doings'
import { expect, test } from './fixtures'
import { jpeg } from './jpeg'
import { Office, hire } from './office'
import { added, expectOne, expectPhotos, known, named } from './proof'
import { photo, record } from './proxy'

test('the log-in ends in the middle: all is kept, one logs in, it goes on', async ({ phone, way }, { title }) => {
  // Somebody of their own: every log-in of theirs ends.
  const person = await hire(`ending-${Date.now()}`)
  const mine = await phone({ as: person })
  const caught = way.hold(photo, 'before')
  await report(mine.page, title, [jpeg(way.seed, `${title} 1`), jpeg(way.seed, `${title} 2`)])
  const names = await named(mine)
  await caught.reached
  await (await Office.enter(person.username)).endEverywhere()
  caught.letGo()
  await expect(mine.page.getByText(/登录已失效|登录已过期|重新登录/).first()).toBeVisible()
  expect((await mine.stored()).outbox.filter(({ state }) => state !== 'received')).toHaveLength(1)
  await mine.logIn(person.username)
  const office = await Office.enter(person.username)
  await expectOne(mine, office, new Set(), names)
  await office.leave()
})

test('the token is another one: it is fetched anew, nothing is asked of anybody', async ({ phone, office, way }, { title }) => {
  const [before, mine] = [await known(office), await phone()]
  way.next(record, 'stale_token')
  await report(mine.page, title, [jpeg(way.seed, title)])
  await expectOne(mine, office, before, await named(mine))
  await expect(mine.page.getByText(/重新登录/)).toHaveCount(0)
})

test('somebody else logs in on this phone: what the first wrote waits for the first', async ({ phone, office, way, person }, { title }) => {
  const [before, other, mine] = [await known(office), await hire(`other-${Date.now()}`), await phone()]
  way.only = /session/
  await report(mine.page, title, [jpeg(way.seed, title)])
  const names = await named(mine)
  await mine.page.context().clearCookies()
  await mine.logIn(other.username)
  way.only = null
  for (let i = 0; i < 8; i++) {
    await mine.signal()
    await mine.page.waitForTimeout(250)
  }
  expect(await added(office, before)).toEqual([])
  const theirs = await Office.enter(other.username)
  expect(await theirs.casesOf(other.id)).toEqual([])
  await theirs.leave()
  await mine.logIn(person.username)
  await expectOne(mine, office, before, names)
})

test('somebody else logs in in a second tab: nothing leaves under the wrong name', async ({ phone, way }, { title }) => {
  // Somebody of their own: a log-in over another one ends that, for all that copied it.
  const [person, other] = [await hire(`first-${Date.now()}`), await hire(`second-${Date.now()}`)]
  const [office, mine] = [await Office.enter(person.username), await phone({ as: person })]
  const second = await mine.tab('/me')
  way.only = /session/
  await report(mine.page, title, [jpeg(way.seed, title)])
  const names = await named(mine)
  // While the first tab still believes in the first person, the cookie becomes the other's.
  await mine.logIn(other.username, second)
  way.only = null
  for (let i = 0; i < 12; i++) {
    await mine.signal()
    await mine.page.waitForTimeout(250)
  }
  const theirs = await Office.enter(other.username)
  expect(await theirs.casesOf(other.id)).toEqual([])
  await theirs.leave()
  expect(await added(office, new Set())).toEqual([])
  way.clear()
  await mine.logIn(person.username, second)
  await mine.empty(30_000, second)
  const made = await added(office, new Set())
  expect(made).toHaveLength(1)
  expectPhotos(made[0]!, names)
  await office.leave()
})
