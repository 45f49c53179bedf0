/** That what the phone had is on the server: all of it, once, byte for byte. */
import { expect } from '@playwright/test'
import { type Case, type Office, inStore } from './office'
import { type Phone, sha256 } from './phone'

export async function known(office: Office): Promise<Set<string>> {
  return new Set((await office.casesOf(office.me.id)).map(({ id }) => id))
}

/** What the phone calls its photos, each of which must really be called so. */
export async function named(phone: Phone): Promise<string[]> {
  const { photos } = await phone.stored()
  for (const { name, really } of photos) expect(really).toBe(name)
  return photos.map(({ name }) => name).sort()
}

export function expectPhotos({ photos, missing_photos }: Case, names: string[]): void {
  expect(photos.map((one) => one.sha256).sort()).toEqual([...names].sort())
  expect(missing_photos).toEqual([])
  for (const name of names) expect(sha256(inStore(name)!)).toBe(name)
}

/** Cases that were not there before. */
export async function added(office: Office, before: Set<string>): Promise<Case[]> {
  const rows = (await office.casesOf(office.me.id)).filter(({ id }) => !before.has(id))
  return Promise.all(rows.map(({ id }) => office.whole(id)))
}

/** Everything gets through: this one case and no other, with these photos and no others. */
export async function expectOne(phone: Phone, office: Office, before: Set<string>, names: string[]): Promise<Case> {
  await phone.empty()
  const made = await added(office, before)
  expect(made).toHaveLength(1)
  expectPhotos(made[0]!, names)
  expect(made[0]!.events.map(({ action }) => action)).toEqual(['report'])
  return made[0]!
}
