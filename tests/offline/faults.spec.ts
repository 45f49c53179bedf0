/** Each thing that can happen on the way, once to a record and once to its photo. */
import { report } from './doings'
import { faults } from './faults'
import { test } from './fixtures'
import { jpeg } from './jpeg'
import { expectOne, known, named } from './proof'
import { photo, record } from './proxy'

for (const fault of faults) {
  test(`${fault}: one case, its photo, nothing twice`, async ({ phone, office, way }) => {
    const [before, mine] = [await known(office), await phone()]
    way.next(record, fault)
    way.next(photo, fault)
    await report(mine.page, fault, [jpeg(way.seed, fault)])
    const names = await named(mine)
    await expectOne(mine, office, before, names)
  })
}
