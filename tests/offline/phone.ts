/** A phone: a Chromium with a profile on disk, that can be killed at any moment and started again. */
import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type BrowserContext, type CDPSession, type Page, chromium, expect } from '@playwright/test'
import { PHONE, password } from '../browser/people'
import { pocket } from './doings'
import { PLACE } from './place'
import { contents, type Stored } from './stores'

const args = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-breakpad',
]

export interface Setting {
  /** Runs in every page before the app does. */
  script?: string
  /** Further switches of the browser. */
  args?: string[]
}

export class Phone {
  page!: Page
  private context!: BrowserContext
  private group = 0
  private session: CDPSession | null = null

  constructor(private readonly profile: string, readonly address: string, private readonly setting: Setting = {}) {}

  /** Switches it on and opens the app. */
  async start(path = '/'): Promise<this> {
    this.context = await chromium.launchPersistentContext(this.profile, {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: [...args, ...this.setting.args ?? []],
      viewport: PHONE, isMobile: true, hasTouch: true, locale: 'zh-CN', timezoneId: 'Asia/Shanghai',
      baseURL: this.address, permissions: ['geolocation'], geolocation: PLACE,
    })
    this.context.setDefaultTimeout(30_000)
    this.group = await processOf(this.context)
    this.session = null
    if (this.setting.script) await this.context.addInitScript(this.setting.script)
    this.page = this.context.pages()[0] ?? (await this.context.newPage())
    await this.page.goto(path)
    return this
  }

  /** What this browser itself believes of the network; another phone's is another matter. */
  async offline(is: boolean): Promise<void> {
    await this.context.setOffline(is)
  }

  async tab(path = '/'): Promise<Page> {
    const page = await this.context.newPage()
    await page.goto(path)
    return page
  }

  /** Closed in peace, so that everything is on disk. */
  async close(): Promise<void> {
    await this.context.close()
    await this.gone()
  }

  /** The battery falls out: no page hears of it, nothing is put in order. */
  async kill(): Promise<void> {
    const closed = new Promise((resolve) => this.context.once('close', resolve))
    process.kill(-this.group, 'SIGKILL')
    await closed
    await this.gone()
  }

  async restart(path = '/'): Promise<this> {
    await this.kill()
    return this.start(path)
  }

  private async gone(): Promise<void> {
    await expect.poll(() => isAlive(this.group), { intervals: [20] }).toBe(false)
  }

  /** Of the browser's own switches, for this page. */
  async command<T>(method: string, given: Record<string, unknown>): Promise<T> {
    this.session ??= await this.context.newCDPSession(this.page)
    return this.session.send(method as 'Page.enable', given as never) as Promise<T>
  }

  async logIn(username: string, page = this.page): Promise<void> {
    await page.goto('/login')
    await page.getByLabel('用户名').fill(username)
    await page.getByLabel('密码', { exact: true }).fill(password)
    await page.getByRole('button', { name: '登录' }).click()
    await expect(page).not.toHaveURL(/login/)
  }

  /** Whether everything the app needs without a network has come. */
  async isEquipped(): Promise<void> {
    await this.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
    await expect.poll(async () => (await this.stored()).answers.some((path) => path.startsWith('/categories'))).toBe(true)
  }

  async stored(page = this.page): Promise<Stored> {
    return page.evaluate(contents)
  }

  /** What a phone says when it finds a network again, which need not be true, and is taken out to see. */
  async signal(page = this.page): Promise<void> {
    await page.evaluate(() => void window.dispatchEvent(new Event('online')))
    await pocket(page)
  }

  /** Signals, as on the way through a street, until nothing is left to send. */
  async empty(patience = 60_000, page = this.page): Promise<void> {
    const end = Date.now() + patience
    for (;;) {
      const { outbox } = await this.stored(page)
      const open = outbox.filter(({ state }) => state !== 'received')
      if (!open.length) return
      if (Date.now() > end) throw new Error(`still on the phone: ${JSON.stringify(open)}`)
      await this.signal(page)
      await sleep(250)
    }
  }
}

async function processOf(context: BrowserContext): Promise<number> {
  const session = await context.browser()!.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  return processInfo.find(({ type }) => type === 'browser')!.id
}

function isAlive(group: number): boolean {
  try {
    process.kill(-group, 0)
    return true
  } catch {
    return false
  }
}

export function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}
