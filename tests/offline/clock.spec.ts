/** The phone's clock is wrong by a day. */
import { report } from './doings'
import { expect, test } from './fixtures'
import { jpeg } from './jpeg'
import { Office, assigned } from './office'
import { added, expectOne, known, named } from './proof'
import { photo, record } from './proxy'

const DAY_MS = 24 * 3600_000

/** `shift` may be set anew at any time, as a phone does that hears the time from a mast. */
const shifted = (by: number) => `
  globalThis.shift = ${by}
  const Real = Date
  globalThis.Date = class extends Real {
    constructor(...given) { given.length ? super(...given) : super(Real.now() + globalThis.shift) }
    static now() { return Real.now() + globalThis.shift }
  }
  const written = Object.getOwnPropertyDescriptor(File.prototype, 'lastModified').get
  Object.defineProperty(File.prototype, 'lastModified', { get() { return written.call(this) + globalThis.shift } })`

for (const [words, by] of [['ahead', DAY_MS], ['behind', -DAY_MS]] as const) {
  test(`a day ${words}: it goes out, says what the phone said, and is due by the server's clock`, async ({ phone, office, way, person }, { title }) => {
    const [before, mine] = [await known(office), await phone({ script: shifted(by) })]
    way.next(record, 'unavailable')
    way.next(photo, 'lose_answer')
    await report(mine.page, title, [jpeg(way.seed, title)])
    const made = await expectOne(mine, office, before, await named(mine))
    const now = Date.now()
    expect(Math.abs(Date.parse(made.observed_at) - now - by)).toBeLessThan(60_000)
    expect(Math.abs(Date.parse(made.received_at) - now)).toBeLessThan(60_000)
    const [{ department_id }, [like]] = [await office.get<{ department_id: string }>(`/cases/${(await assigned(person, 1))[0]!.id}`), await assigned(person, 1)]
    const supervisor = await Office.enter('supervisor')
    const sent = await supervisor.act(made.id, 'assign', { department_id })
    await supervisor.leave()
    expect(Math.abs(Date.parse(sent.due_at!) - Date.parse(like!.due_at!))).toBeLessThan(60_000)
  })
}

test('put back by a day in the middle: what waits does not wait a day', async ({ phone, office, way }, { title }) => {
  const [before, mine] = [await known(office), await phone({ script: shifted(DAY_MS) })]
  way.next(record, 'unavailable')
  way.next(record, 'lose_request')
  const caught = way.hold(record, 'before')
  await report(mine.page, title, [jpeg(way.seed, title)])
  const names = await named(mine)
  await expect.poll(async () => (await mine.stored()).outbox[0]?.attempts, { timeout: 20_000 }).toBeGreaterThan(0)
  await mine.page.evaluate(() => void Object.assign(globalThis, { shift: 0 }))
  caught.letGo()
  // Nobody takes the phone out, no network is announced.
  await expect.poll(async () => (await mine.stored()).outbox[0]?.state, { timeout: 30_000 }).toBe('received')
  await expectOne(mine, office, before, names)
  expect(await added(office, before)).toHaveLength(1)
})
