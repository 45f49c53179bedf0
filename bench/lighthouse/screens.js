/** The screens of a phone, and a browser that is logged in to see them. */
import puppeteer from 'puppeteer-core'

const password = process.env.DEMO_PASSWORD ?? 'Luzhang-demo-1'
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync']

export function openBrowser() {
  return puppeteer.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: [...flags, '--lang=zh-CN'] })
}

export async function logIn(page, address) {
  await page.setViewport({ width: 412, height: 823, isMobile: true, hasTouch: true, deviceScaleFactor: 1.75 })
  await page.goto(`${address}/login`)
  const fields = await page.waitForSelector('form').then(() => page.$$('form input'))
  await fields[0].type('chief')
  await fields[1].type(password)
  await page.click('form button[type=submit]')
  await page.waitForSelector('.shutter')
}

/** The first case of the chief's tasks stands for all cases. */
export async function screensOf(page) {
  const { items } = await page.evaluate(async () => (await fetch('/api/v1/cases?task=mine&limit=1')).json())
  const inside = { street: '/', report: '/report', tasks: '/tasks', case: `/cases/${items[0].id}`, segments: '/segments', outbox: '/outbox', me: '/me' }
  return Object.entries(inside)
}
