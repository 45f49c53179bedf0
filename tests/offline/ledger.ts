/** Counts on the server what a walk has made on the phone. */
import { type Case, type Office, inStore } from './office'
import { sha256 } from './phone'
import type { Walk } from './walk'

const twice = <T>(all: T[]): T[] => all.filter((one, i) => all.indexOf(one) !== i)

export class Ledger {
  readonly complaints: string[] = []
  missing = 0
  doubled = 0

  private constructor(readonly cases: number) {}

  static async of(office: Office, walk: Walk): Promise<Ledger> {
    const rows = await office.casesOf(office.me.id)
    const ledger = new Ledger(rows.length)
    const made: Case[] = []
    for (const { id } of rows) made.push(await office.whole(id))
    for (const [tag, names] of walk.names) ledger.look(tag, made.filter(({ description }) => description === tag), names)
    ledger.alone('number', made.map(({ number }) => number).filter((number) => number !== null))
    for (const { id, photo } of walk.moved) ledger.moved(await office.whole(id), photo)
    return ledger
  }

  private look(tag: string, [one, ...more]: Case[], names: string[]): void {
    if (!one) return this.lack(`${tag} is not there`)
    if (more.length) this.twice(`${tag} is there ${more.length + 1} times`)
    for (const name of names) this.photo(one, name)
    if (one.photos.length !== names.length) this.twice(`${tag} has other photos than on the phone`)
    this.alone(`events of ${tag}`, one.events.map(({ action }) => action))
  }

  private photo({ description, photos, missing_photos }: Case, name: string): void {
    const bytes = inStore(name)
    const isThere = photos.some((photo) => photo.sha256 === name) && !missing_photos.includes(name) && bytes !== null && sha256(bytes) === name
    if (!isThere) this.lack(`${description}: ${name} is not there as it was taken`)
  }

  /** Each move once, and in the order in which it was made. */
  private moved(whole: Case, photo: string): void {
    const own = whole.events.map(({ action }) => action).filter((action) => ['take', 'comment', 'handle'].includes(action))
    if (own.join() !== 'take,comment,handle') this.lack(`${whole.id} was moved by ${own.join()}`)
    this.photo(whole, photo)
  }

  private alone<T>(what: string, all: T[]): void {
    for (const one of twice(all)) this.twice(`${what}: ${String(one)} twice`)
  }

  private lack(words: string): void {
    this.missing++
    this.complaints.push(words)
  }

  private twice(words: string): void {
    this.doubled++
    this.complaints.push(words)
  }
}
