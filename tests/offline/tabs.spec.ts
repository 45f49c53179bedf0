/** Several windows of the app on one phone: one of them sends. */
import type { Page } from '@playwright/test'
import { report } from './doings'
import { expect, test } from './fixtures'
import { jpeg } from './jpeg'
import { added, expectOne, expectPhotos, known, named } from './proof'
import { type FaultProxy, type Line, move, photo, record } from './proxy'

const isSending = ({ method, path }: Line) => [record, photo, move].some((which) => which.method === method && which.path.test(path))

/** One after the other, each once. */
function expectInTurn({ log }: FaultProxy): void {
  const sent = log.filter((line) => isSending(line) && line.fault !== 'lose_request')
  expect(sent.map(({ path }) => path)).toEqual([...new Set(sent.map(({ path }) => path))])
  for (const [i, line] of sent.entries()) if (i) expect(line.began).toBeGreaterThanOrEqual(sent[i - 1]!.ended!)
}

/** Says of each page whether a request of the outbox left it. */
function watchSenders(pages: Page[]): () => Page | undefined {
  let last: Page | undefined
  for (const page of pages) page.on('request', (request) => void (/PUT/.test(request.method()) && (last = page)))
  return () => last
}

const withoutLocks = `Object.defineProperty(globalThis.Navigator?.prototype ?? WorkerNavigator.prototype, 'locks', { get: () => undefined })`

/** Two minutes on. */
function later(): void {
  const real = Date.now.bind(Date)
  Date.now = () => real() + 120_000
}

for (const script of [undefined, withoutLocks]) {
  const how = script ? 'without Web Locks' : 'with Web Locks'

  test(`two tabs ${how}: one sends, one thing at a time`, async ({ phone, office, way, person }, { title }) => {
    if (script) way.before.set('/sw.js', script)
    const [before, mine] = [await known(office), await phone({ script, ...(script && { as: person }) })]
    const second = await mine.tab()
    way.only = /session/
    for (const n of [1, 2, 3]) await report(mine.page, `${title} ${n}`, [jpeg(way.seed, `${title} ${n}`)])
    const names = await named(mine)
    // A turn lapses with time when its tab was left in the middle; without locks nothing else says so.
    if (script) for (const page of [mine.page, second]) await page.evaluate(later)
    way.log.length = 0
    for (const which of [record, photo, photo, record]) way.next(which, 'delay')
    way.only = null
    for (let i = 0; i < 4; i++) await Promise.all([mine.signal(), mine.signal(second)])
    await mine.empty(30_000, second)
    expectInTurn(way)
    const made = await added(office, before)
    expect(made).toHaveLength(3)
    expect(made.flatMap(({ photos }) => photos.map(({ sha256 }) => sha256)).sort()).toEqual(names)
    for (const one of made) expectPhotos(one, one.photos.map(({ sha256 }) => sha256))
  })

  test(`the tab that sends is closed ${how}: another takes over`, async ({ phone, office, way, person }, { title }) => {
    if (script) way.before.set('/sw.js', script)
    const [before, mine] = [await known(office), await phone({ script, ...(script && { as: person }) })]
    const second = await mine.tab()
    const sender = watchSenders([mine.page, second])
    const caught = way.hold(photo, 'before')
    await report(mine.page, title, [jpeg(way.seed, `${title} 1`), jpeg(way.seed, `${title} 2`)])
    await caught.reached
    const names = await named(mine)
    const [closed, left] = sender() === second ? [second, mine.page] : [mine.page, second]
    await closed.close()
    caught.letGo()
    if (script) await left.evaluate(later)
    mine.page = left
    await expectOne(mine, office, before, names)
  })
}
