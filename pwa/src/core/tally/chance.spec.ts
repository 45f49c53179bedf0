/** Whatever happens on the way: what was tapped is what is counted. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { freshPhone } from '@/testing/mount'
import { at, Counters, link } from '@/testing/tally'
import type { Asked } from '@/testing/server'
import type * as Core from '.'
import type { CountingAt, Counts, Tap } from './store'

const places: CountingAt[] = [at, link]
const codes = ['party_member', 'volunteer', 'street_shop']

/** A line of numbers that can be had again. */
function lots(seed: number): () => number {
  let state = seed + 0x9e3779b9
  return () => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d)
    state = Math.imul(state ^ (state >>> 12), 0x297a2d39)
    return ((state ^= state >>> 15) >>> 0) / 2 ** 32
  }
}

class Street {
  readonly office = new Counters()
  readonly tapped: Counts = {}
  /** What the way has swallowed and gives out later, in any order and more than once. */
  private readonly late: Asked[] = []
  private life = 0
  rate = 0.4
  core!: typeof Core
  private last: Promise<void> = Promise.resolve()

  constructor(private readonly lot: () => number) {}

  /** The page is killed and opened again; what was tapped a moment before has just been stored. */
  async start(): Promise<void> {
    await this.last
    const life = ++this.life
    vi.resetModules()
    vi.stubGlobal('fetch', (url: string, init: RequestInit) => (life === this.life ? this.carry(url, init) : new Promise(() => undefined)))
    this.core = await import('.')
    const { db } = await import('@/core/db')
    // Whoever held the turn has died with the page.
    await db.leases.clear()
    this.core.sendTalliesFor(at.owner)
  }

  private carry(url: string, init: RequestInit): Promise<Response> {
    const asked = { method: 'PUT', path: url, headers: {}, json: JSON.parse(String(init.body)) as unknown }
    const fate = this.lot() / this.rate
    if (fate < 0.2) return Promise.reject(new TypeError('lost before'))
    if (fate < 0.4) return (this.late.push(asked), Promise.reject(new TypeError('late')))
    if (fate < 0.6) return Promise.resolve(new Response('<html>', { headers: { 'Content-Type': 'text/html' } }))
    const { status, body } = this.office.put(asked) as { status: number; body: object }
    if (fate < 0.8) return Promise.reject(new TypeError('lost after'))
    if (fate < 1) this.late.push(asked)
    return Promise.resolve(new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json', 'X-Luzhang': '1' } }))
  }

  deliverLate(): void {
    const one = this.late[Math.floor(this.lot() * this.late.length)]
    if (one) this.office.put(one)
  }

  /** Nobody waits for the disk between two taps. */
  tap(): void {
    const where = places[Math.floor(this.lot() * 2)]!
    const made: Tap = { category: codes[Math.floor(this.lot() * codes.length)]!, by: this.lot() < 0.2 ? -1 : 1 }
    this.last = this.core.tap(where, made)
    this.note(where, made)
  }

  private readonly own = new Map<CountingAt, Counts>()
  private shown = (where: CountingAt) => this.own.get(where) ?? {}

  private note(where: CountingAt, { category, by }: Tap): void {
    const mine = this.shown(where)
    const next = Math.max(0, (mine[category] ?? 0) + by)
    this.tapped[category] = (this.tapped[category] ?? 0) + next - (mine[category] ?? 0)
    this.own.set(where, { ...mine, [category]: next })
  }
}

beforeEach(() => freshPhone())
afterEach(() => vi.unstubAllGlobals())

const positive = (counts: Counts) => Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0))

describe.each(Array.from({ length: 12 }, (_, seed) => seed))('with lot %i', (seed) => {
  it('taps, kills, losses, repetitions and late ones give what was tapped', async () => {
    const lot = lots(seed)
    const street = new Street(lot)
    await street.start()
    for (let step = 0; step < 60; step++) {
      const fate = lot()
      if (fate < 0.6) street.tap()
      else if (fate < 0.75) void street.core.wakeTallies()
      else if (fate < 0.85) await street.core.wakeTallies()
      else if (fate < 0.93) street.deliverLate()
      else await street.start()
    }
    street.rate = Number.EPSILON
    await street.start()
    await street.core.retryTallies()
    await street.core.wakeTallies()
    for (let i = 0; i < 5; i++) street.deliverLate()
    expect(positive(street.office.total)).toEqual(positive(street.tapped))
  })
})
