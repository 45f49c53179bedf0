/** Five phones count at one site in bad weather, three by a helper's link and two with an account: exactly what was tapped is counted. */
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { chance, pick } from './chance'
import { expect, test } from './fixtures'
import { Office } from './office'
import { Phone } from './phone'
import type { FaultProxy } from './proxy'

const taps = Number(process.env.OFFLINE_TAPS ?? 12)
const RATE = 0.3

// What is lost once is lost.
test.describe.configure({ retries: 0 })

type Counts = Record<string, number>
interface Kept { seq: number, sent_seq: number, counts: Counts }
interface Site { id: string, totals: Counts, counters: number }
interface Place { session: string, site: string, token: string, codes: string[] }

const today = () => new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 10)

/** A session of today with one site, where this person helps, and a link to it. */
async function plan(office: Office, helper: string): Promise<Place> {
  const { user } = await office.get<{ user: { roles: { unit_id: string }[] } }>('/session')
  const [series, session, site] = [randomUUID(), randomUUID(), randomUUID()]
  await office.ask('PUT', `/cleanup-series/${series}`, { name: '全城清洁', unit_id: user.roles[0]!.unit_id, weekdays: [1], starts_on: today() })
  const at = { id: site, name: '百花路口', location: { lon: 113.61, lat: 34.748, datum: 'wgs84' }, helper_ids: [helper] }
  await office.ask('PUT', `/cleanup-sessions/${session}`, { series_id: series, held_on: today(), sites: [at] })
  const { token } = await office.ask<{ token: string }>('PUT', `/cleanup-sessions/${session}/sites/${site}/links/${randomUUID()}`, { label: '' })
  const { categories } = await office.get<{ categories: { code: string }[] }>(`/cleanup-links/${token}`)
  return { session, site, token, codes: categories.map(({ code }) => code) }
}

/** What lies in the phone's database, read past the app. */
async function kept(page: Page): Promise<Kept[]> {
  return page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>) => new Promise<T>((resolve, reject) => Object.assign(request, { onsuccess: () => resolve(request.result), onerror: () => reject(request.error) }))
    const db = await done(indexedDB.open('luzhang'))
    try {
      return await done(db.transaction('tallies').objectStore('tallies').getAll() as IDBRequest<Kept[]>)
    } finally {
      db.close()
    }
  })
}

const add = (all: Counts[]) => all.reduce((sum, one) => Object.entries(one).reduce((so, [code, count]) => ({ ...so, [code]: (so[code] ?? 0) + count }), sum), {} as Counts)
const some = (counts: Counts) => Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0))

class Helper {
  readonly counts: Counts = {}

  constructor(readonly phone: Phone, private readonly path: string, private readonly name: string, private readonly way: FaultProxy, private readonly codes: string[]) {}

  private lot = (what: string, nth: number) => chance(this.way.seed, this.name, what, nth)

  /** Two in three are one more, some are a slip put right; a few come faster than any disk. */
  async count(from: number, to: number): Promise<void> {
    const { page } = this.phone
    await expect(page.locator('button.plus')).toHaveCount(this.codes.length, { timeout: 60_000 })
    for (let nth = from; nth < to; nth++) {
      const code = pick(this.codes, this.lot('category', nth))
      const keys = (kind: string) => page.locator(`button.${kind}`).nth(this.codes.indexOf(code))
      const isSlip = Boolean(this.counts[code]) && this.lot('slip', nth) < 0.2
      const times = isSlip ? 1 : 1 + Math.floor(this.lot('times', nth) * 4)
      if (isSlip) await keys('minus').click()
      else await keys('plus').evaluate((key, times) => {
        for (let i = 0; i < times; i++) key.dispatchEvent(new PointerEvent('pointerup', { pointerType: 'touch', bubbles: true }))
      }, times)
      this.counts[code] = (this.counts[code] ?? 0) + (isSlip ? -1 : times)
    }
    await this.isStored()
  }

  private async isStored(): Promise<void> {
    await expect.poll(async () => some(add((await kept(this.phone.page)).map(({ counts }) => counts)))).toEqual(some(this.counts))
  }

  /** The battery falls out while it sends; what was counted is there again. */
  async die(): Promise<void> {
    await this.phone.restart(this.path)
    await this.isStored()
  }

  /** As in a street of changing reception, until nothing is left to send. */
  async empty(): Promise<void> {
    await expect.poll(async () => {
      await this.phone.signal()
      return (await kept(this.phone.page)).filter(({ seq, sent_seq }) => seq > sent_seq)
    }, { timeout: 60_000, intervals: [250] }).toEqual([])
  }
}

test(`five phones at one site, ${taps} times each at 30 % faults`, async ({ phone, way, person }) => {
  test.setTimeout(120_000 + taps * 2_000)
  console.log(`OFFLINE_SEED=${way.seed}`)
  const office = await Office.enter('organiser')
  const place = await plan(office, person.id)
  const folder = await mkdtemp(join(tmpdir(), 'luzhang-tally.'))
  const [byLink, byAccount] = [`/count/${place.token}`, `/cleanups/${place.session}/sites/${place.site}/count`]
  const strangers = [1, 2, 3].map((n) => new Phone(join(folder, String(n)), way.address))
  way.rate = RATE
  try {
    const helpers = await Promise.all([
      ...strangers.map(async (one, n) => new Helper(await one.start(byLink), byLink, `link ${n}`, way, place.codes)),
      ...[1, 2].map(async (n) => new Helper(await phone({ path: byAccount }), byAccount, `account ${n}`, way, place.codes)),
    ])
    await Promise.all(helpers.map((one) => one.count(0, taps / 2)))
    await Promise.all([helpers[0]!.die(), helpers[3]!.die()])
    await Promise.all(helpers.map((one) => one.count(taps / 2, taps)))
    await Promise.all(helpers.map((one) => one.empty()))
    way.rate = 0
    const { sites: [site] } = await office.get<{ sites: Site[] }>(`/cleanup-sessions/${place.session}`)
    const expected = some(add(helpers.map(({ counts }) => counts)))
    console.log(JSON.stringify({ seed: way.seed, phones: helpers.length, expected, counted: some(site!.totals), faults: way.harm }))
    expect(some(site!.totals)).toEqual(expected)
    expect(site!.counters).toBe(5)
  } finally {
    await Promise.all(strangers.map((one) => one.kill().catch(() => undefined)))
    await rm(folder, { recursive: true, force: true })
    await office.leave()
  }
})
