/** Many reports in bad weather, the browser killed again and again: exactly as many cases, every photo byte for byte. */
import { expect, test } from './fixtures'
import { Ledger } from './ledger'
import { Office, hire } from './office'
import { Walk } from './walk'
import { writeResult } from './result'

const reports = Number(process.env.OFFLINE_REPORTS ?? 40)
/** They walk at the same time, through the same weather, each with a share of the reports: most of the time is waiting. */
const phones = Number(process.env.OFFLINE_PHONES ?? 1)
const RATE = 0.3

// What is lost once is lost.
test.describe.configure({ retries: 0 })

const sum = <T>(all: T[], of: (one: T) => number) => all.reduce((total, one) => total + of(one), 0)

async function counted(walk: Walk): Promise<Ledger> {
  const office = await Office.enter(walk.person.username)
  const ledger = await Ledger.of(office, walk)
  await office.leave()
  return ledger
}

test(`${reports} reports with ${2 * reports} photos at 30 % faults`, async ({ phone, way }) => {
  test.setTimeout(120_000 + reports * 3_000)
  console.log(`OFFLINE_SEED=${way.seed}`)
  const began = Date.now()
  const walks: Walk[] = []
  for (let n = 0; n < phones; n++) {
    const person = await hire(`walk-${way.seed + n}`)
    walks.push(await Walk.begin({ phone: await phone({ as: person }), way, person, reports: reports / phones, seed: way.seed + n }))
  }
  way.rate = RATE
  await Promise.all(walks.map((walk) => walk.all()))
  const seconds = (Date.now() - began) / 1000
  way.rate = 0
  const ledgers: Ledger[] = []
  for (const walk of walks) ledgers.push(await counted(walk))
  const result = {
    seed: way.seed, phones, reports, photos: sum(walks, ({ photos }) => photos), faults: way.faults,
    cases: sum(ledgers, ({ cases }) => cases), missing: sum(ledgers, ({ missing }) => missing), doubled: sum(ledgers, ({ doubled }) => doubled), seconds: Math.round(seconds),
    moves: sum(walks, ({ moves }) => moves), kills: sum(walks, ({ kills }) => kills), requests: way.requests,
  }
  console.log(JSON.stringify(result))
  if (process.env.OFFLINE_RESULT) writeResult(process.env.OFFLINE_RESULT, result)
  expect(ledgers.flatMap(({ complaints }) => complaints)).toEqual([])
  expect(result).toMatchObject({ cases: reports, photos: 2 * reports, missing: 0, doubled: 0 })
})
