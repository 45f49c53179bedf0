/** What every test starts with: somebody with a phone that is logged in, and the way between it and the server. */
import { randomUUID } from 'node:crypto'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base } from '@playwright/test'
import { givenSeed } from './chance'
import { Office, type Person, hire, server } from './office'
import { Phone, type Setting } from './phone'
import { FaultProxy } from './proxy'

interface Street {
  proxy: FaultProxy
  person: Person
  /** A profile in which this person is logged in and the app is complete. */
  profile: string
  folder: string
}

interface Given {
  /** Between the phone and the server. */
  way: FaultProxy
  person: Person
  office: Office
  /** Phones of this person, as many as one likes; `as` somebody else, who has to log in first. */
  phone: (setting?: Setting & { path?: string, as?: Person }) => Promise<Phone>
}

/** Closed in peace, as a browser writes log-ins to its disk only now and then. */
async function equip(profile: string, proxy: FaultProxy, { username }: Person): Promise<void> {
  const phone = await new Phone(profile, proxy.address).start('/login')
  await phone.logIn(username)
  await phone.isEquipped()
  await phone.close()
}

export const test = base.extend<Given, { street: Street }>({
  street: [async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'luzhang-offline.'))
    const proxy = new FaultProxy(server, givenSeed())
    await proxy.live()
    const person = await hire(`street-${randomUUID().slice(0, 8)}`)
    const profile = join(folder, 'template')
    await equip(profile, proxy, person)
    await use({ proxy, person, profile, folder })
    await proxy.die()
    await rm(folder, { recursive: true, force: true })
  }, { scope: 'worker', timeout: 60_000 }],

  way: async ({ street: { proxy } }, use, info) => {
    proxy.clear()
    await proxy.live()
    await use(proxy)
    if (info.status !== info.expectedStatus) await info.attach('requests', { body: proxy.told })
    proxy.clear()
  },

  person: ({ street }, use) => use(street.person),

  office: async ({ street }, use) => {
    const office = await Office.enter(street.person.username)
    await use(office)
    await office.leave()
  },

  phone: async ({ street, way }, use, info) => {
    const phones: Phone[] = []
    await use(async ({ path = '/', as, ...setting } = {}) => {
      const profile = join(street.folder, randomUUID())
      if (as) await equip(profile, way, as)
      else await cp(street.profile, profile, { recursive: true, filter: (file) => !/Singleton/.test(file) })
      const phone = new Phone(profile, way.address, setting)
      phones.push(phone)
      return phone.start(path)
    })
    if (info.status !== info.expectedStatus) {
      for (const { page } of phones) await info.attach('screen', { body: await page.screenshot({ timeout: 3_000 }).catch(() => ''), contentType: 'image/png' })
    }
    way.clear()
    for (const phone of phones) await phone.kill().catch(() => undefined)
  },
})

export { expect } from '@playwright/test'
