/** The browser is killed at every step of a report and of a move, and started again. */
import { addNear, choose, describe, report, send, shoot, takeUp } from './doings'
import { expect, test } from './fixtures'
import { jpeg } from './jpeg'
import { expectOne, known, named } from './proof'
import { photo, record } from './proxy'

test('killed right after the shutter: the photo is in a draft', async ({ phone, office, way }, { title }) => {
  const [before, mine] = [await known(office), await phone()]
  await shoot(mine.page, jpeg(way.seed, title))
  await expect.poll(async () => (await mine.stored()).drafts.length).toBe(1)
  const names = await named(mine)
  await mine.restart()
  await takeUp(mine.page)
  await choose(mine.page)
  await send(mine.page)
  await expectOne(mine, office, before, names)
})

test('killed with the form half filled: what was chosen, written and added is there', async ({ phone, office, way }, { title }) => {
  const [before, mine] = [await known(office), await phone()]
  await shoot(mine.page, jpeg(way.seed, `${title} 1`))
  await choose(mine.page)
  await describe(mine.page, '门口堆了三箱')
  await addNear(mine.page, jpeg(way.seed, `${title} 2`))
  await expect.poll(async () => (await mine.stored()).drafts[0]).toMatchObject({ category_code: '04-05', description: '门口堆了三箱', photos: [{ role: 'before' }, { role: 'near' }] })
  const names = await named(mine)
  await mine.restart()
  await takeUp(mine.page)
  await expect(mine.page.getByRole('radio', { name: '店外经营' })).toBeChecked()
  await expect(mine.page.getByRole('textbox').first()).toHaveValue('门口堆了三箱')
  await send(mine.page)
  expect(await expectOne(mine, office, before, names)).toMatchObject({ description: '门口堆了三箱' })
})

test('killed right after 上报, before anything was sent', async ({ phone, office, way }, { title }) => {
  const [before, mine] = [await known(office), await phone()]
  await way.die()
  await report(mine.page, title, [jpeg(way.seed, `${title} 1`), jpeg(way.seed, `${title} 2`)])
  const names = await named(mine)
  await mine.restart()
  expect((await mine.stored()).outbox).toMatchObject([{ kind: 'report', is_record_sent: false, photos: names.length === 2 ? expect.any(Array) : [] }])
  await way.live()
  await expectOne(mine, office, before, names)
})

const steps = [
  { words: 'the record was sent but not acknowledged', held: record, when: 'after', skip: 0 },
  { words: 'the first photo has not left', held: photo, when: 'before', skip: 0 },
  { words: 'the first photo was sent but not acknowledged', held: photo, when: 'after', skip: 0 },
  { words: 'one photo is there and the other has not left', held: photo, when: 'before', skip: 1 },
  { words: 'the last photo was sent but not acknowledged', held: photo, when: 'after', skip: 1 },
] as const

for (const { words, held, when, skip } of steps) {
  test(`killed when ${words}`, async ({ phone, office, way }, { title }) => {
    const [before, mine] = [await known(office), await phone()]
    if (skip) way.next(held, 'delay')
    const caught = way.hold(held, when)
    await report(mine.page, words, [jpeg(way.seed, `${title} 1`), jpeg(way.seed, `${title} 2`)])
    const names = await named(mine)
    await caught.reached
    await mine.restart()
    await expectOne(mine, office, before, names)
  })
}
