/** A network that wants its conditions accepted answers everything with 200: the app stays what it was. */
import { report } from './doings'
import { expect, test } from './fixtures'
import { jpeg } from './jpeg'
import { expectOne, known, named } from './proof'

for (const kind of ['portal_json', 'portal_page', 'portal_redirect'] as const) {
  test(`${kind} for everything: nobody is logged out, nothing that was kept is spoilt`, async ({ phone, office, way, person }) => {
    const [before, mine] = [await known(office), await phone()]
    Object.assign(way, { rate: 1, kinds: [kind] })
    for (const path of ['/tasks', '/segments', '/me', '/outbox']) {
      await mine.page.goto(path)
      await expect(mine.page.locator('main')).toBeVisible()
      await mine.signal()
    }
    await report(mine.page, kind, [jpeg(way.seed, kind)])
    const names = await named(mine)
    for (let i = 0; i < 6; i++) {
      await mine.signal()
      await mine.page.waitForTimeout(150)
    }
    expect((await mine.stored()).outbox).toMatchObject([{ owner: person.id, is_record_sent: false }])
    await mine.page.goto('/me')
    await expect(mine.page.getByRole('heading', { name: person.name })).toBeVisible()
    way.rate = 0
    await expectOne(mine, office, before, names)
  })
}
