/** Many reports in bad weather, the browser killed again and again: exactly as many cases, every photo byte for byte. */
import { expect, test } from './fixtures'
import { Ledger } from './ledger'
import { Office, hire } from './office'
import { Walk } from './walk'
import { writeResult } from './result'

const reports = Number(process.env.OFFLINE_REPORTS ?? 40)
const RATE = 0.3

// What is lost once is lost.
test.describe.configure({ retries: 0 })

test(`${reports} reports with ${2 * reports} photos at 30 % faults`, async ({ phone, way }) => {
  test.setTimeout(120_000 + reports * 2_000)
  console.log(`OFFLINE_SEED=${way.seed}`)
  const began = Date.now()
  const person = await hire(`walk-${way.seed}`)
  const walk = await Walk.begin({ phone: await phone({ as: person }), way, person, reports })
  way.rate = RATE
  await walk.all()
  const seconds = (Date.now() - began) / 1000
  way.rate = 0
  const office = await Office.enter(person.username)
  const ledger = await Ledger.of(office, walk)
  await office.leave()
  const result = {
    seed: way.seed, reports, photos: walk.photos, faults: walk.faults, cases: ledger.cases, missing: ledger.missing, doubled: ledger.doubled, seconds: Math.round(seconds),
    moves: walk.moves, kills: walk.kills, requests: walk.requests,
  }
  console.log(JSON.stringify(result))
  if (process.env.OFFLINE_RESULT) writeResult(process.env.OFFLINE_RESULT, result)
  expect(ledger.complaints).toEqual([])
  expect(result).toMatchObject({ cases: reports, photos: 2 * reports, missing: 0, doubled: 0 })
})
