/** Each thing that can happen on the way, once to a record and once to its photo. */
import { report } from './doings'
import { type Fault, faults } from './faults'
import { test } from './fixtures'
import { jpeg } from './jpeg'
import { expectOne, known, named } from './proof'
import { photo, record } from './proxy'

const groups: [string, (fault: Fault) => boolean][] = [
  ['lost or cut', (fault) => /^(lose|cut)/.test(fault)],
  ['late, or answered by something in between', (fault) => /^(late|delay|bad_gateway|portal)/.test(fault)],
  ['refused for now', (fault) => /^(unavailable|too_many|stale_token)/.test(fault)],
]

for (const [words, is] of groups) {
  test(`${words}: one case, its photo, nothing twice`, async ({ phone, office, way }) => {
    const mine = await phone()
    for (const fault of faults.filter(is)) {
      await test.step(fault, async () => {
        const before = await known(office)
        way.next(record, fault)
        way.next(photo, fault)
        await report(mine.page, fault, [jpeg(way.seed, fault)])
        const names = await named(mine)
        await expectOne(mine, office, before, names)
      })
    }
  })
}
