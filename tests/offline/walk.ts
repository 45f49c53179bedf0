/** Goes through a seeded list of reports with one phone, whose battery falls out now and then. */
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from '@playwright/test'
import { report } from './doings'
import { jpeg } from './jpeg'
import { type Case, Office, type Person, assigned } from './office'
import { type Phone, sha256 } from './phone'
import { type Plan, plan } from './plans'
import type { FaultProxy } from './proxy'
import type { Entry } from './stores'

type Street = typeof import('../../pwa/src/testing/street')
declare global { interface Window { street: Street } }

interface Given { phone: Phone, way: FaultProxy, person: Person, reports: number, seed: number }

const MOVED_ONE_IN = 20
const TOLD_EVERY = 50

export class Walk {
  /** By what is written in each report: what the phone calls its photos. */
  readonly names = new Map<string, string[]>()
  readonly moved: { id: string, photo: string }[] = []
  kills = 0
  photos = 0
  private category: unknown

  private constructor(private readonly given: Given, private readonly toMove: Case[]) {}

  static async begin(given: Given): Promise<Walk> {
    const walk = new Walk(given, await assigned(given.person, Math.ceil(given.reports / MOVED_ONE_IN)))
    given.way.extra = { name: 'street', folder: `${process.env.DATA_DIR}/street` }
    await walk.equip()
    return walk
  }

  get person(): Person {
    return this.given.person
  }

  get moves(): number {
    return this.moved.length * 3
  }

  plans(): Plan[] {
    return Array.from({ length: this.given.reports }, (_, n) => plan(this.given.seed, n))
  }

  async all(): Promise<void> {
    const began = Date.now()
    for (const [n, one] of this.plans().entries()) {
      await this.make(one)
      if (n % MOVED_ONE_IN === 7 || n === 0) await this.moveNext()
      if ((n + 1) % TOLD_EVERY === 0) console.log(`${this.person.username}: ${n + 1} of ${this.given.reports} made, ${Math.round((Date.now() - began) / 1000)} s`)
    }
    await this.given.phone.empty(60_000 + this.given.reports * 5_000)
  }

  /** Until the report is in the outbox: what a killed browser has kept is gone on with, what it has not was never taken. */
  private async make(one: Plan): Promise<void> {
    for (let begun = 0; ; begun++) {
      expect(begun, `${one.tag} cannot be made`).toBeLessThan(3)
      const doing = one.by_hand ? this.byHand(one) : this.byCall(one)
      if (one.killed_after !== null && !begun) await this.killDuring(doing, one.killed_after)
      else await doing
      const entry = (await this.entryOf(one)) ?? (await this.goOn(one))
      if (!entry) continue
      // Small pictures go up as the camera made them.
      expect(entry.photos).toEqual(one.photos.map(sha256))
      this.names.set(one.tag, entry.photos)
      this.photos += entry.photos.length
      return
    }
  }

  private async byHand({ tag, photos }: Plan): Promise<void> {
    const { page } = this.given.phone
    await report(page, tag, photos)
    await this.equip()
  }

  private async byCall(one: Plan): Promise<void> {
    await this.given.phone.page.evaluate((told) => window.street.report(told), this.told(one))
  }

  private told({ tag, photos, is_self_handled, place }: Plan) {
    return { owner: this.given.person.id, category: this.category as never, description: tag, place, is_self_handled, photos: photos.map((bytes) => bytes.toString('base64')) }
  }

  private async killDuring(doing: Promise<void>, after: number): Promise<void> {
    const cut = doing.catch(() => undefined)
    await sleep(after)
    await this.given.phone.restart()
    this.kills++
    await cut
    await this.equip()
  }

  private async entryOf({ tag }: Plan): Promise<Entry | undefined> {
    const { outbox } = await this.given.phone.stored()
    return outbox.find(({ body }) => body.description === tag)
  }

  private async goOn(one: Plan): Promise<Entry | undefined> {
    const { drafts: [draft, ...others] } = await this.given.phone.stored()
    expect(others).toEqual([])
    if (!draft) return undefined
    await this.given.phone.page.evaluate(([id, told]) => window.street.goOn(id, told), [draft.id, this.told(one)] as const)
    return this.entryOf(one)
  }

  private async moveNext(): Promise<void> {
    const whole = this.toMove.shift()
    if (!whole) return
    const bytes = jpeg(this.given.seed, `after ${whole.id}`)
    const told = { owner: this.given.person.id, whole: whole as never, photo: bytes.toString('base64') }
    const photo = await this.given.phone.page.evaluate(async ({ owner, whole, photo }) => {
      await window.street.move(owner, whole, 'take', '', [])
      await window.street.move(owner, whole, 'comment', '马上处理', [])
      return window.street.move(owner, whole, 'handle', '', [photo])
    }, told)
    this.moved.push({ id: whole.id, photo: photo[0] ?? sha256(bytes) })
  }

  /** The app's own functions for this page, and what they need to know. */
  private async equip(): Promise<void> {
    const { page } = this.given.phone
    this.category ??= (await (await Office.enter(this.given.person.username)).get<{ items: { code: string }[] }>('/categories')).items.find(({ code }) => code === '04-05')
    await page.evaluate(async () => {
      const address = '/street/street.js'
      window.street ??= (await import(address)) as Street
    })
  }
}
