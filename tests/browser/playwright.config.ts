import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from '@playwright/test'

const root = join(__dirname, '..', '..')
const address = `http://127.0.0.1:${process.env.BROWSER_PORT}`
const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium'

if (!process.env.BROWSER_PORT || !existsSync(chromium)) {
  throw new Error('Start these tests with scripts/browser_tests; they need Chromium (CHROMIUM says where it is).')
}

export default defineConfig({
  testDir: __dirname,
  outputDir: join(root, 'pwa', 'test-results'),
  // One server and one district stand behind all of them.
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  timeout: 120_000,
  // A machine that does other things too is late for a click now and then; the report names such a test as flaky.
  retries: process.env.CI ? 1 : 0,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  projects: [
    { name: 'phone-and-desk', testIgnore: 'pictures.spec.ts' },
    { name: 'pictures', testMatch: 'pictures.spec.ts' },
  ],
  use: {
    baseURL: address,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    trace: 'retain-on-failure',
    actionTimeout: 15_000,
    navigationTimeout: 30_000,
    launchOptions: {
      executablePath: chromium,
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    },
  },
  webServer: {
    command: join(__dirname, 'serve'),
    url: `${address}/api/v1/readyz`,
    // The demonstration with its year of cleanups takes 25 s alone, minutes where other tests run beside it.
    timeout: 480_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 20_000 },
    stdout: 'ignore',
    stderr: 'pipe',
  },
})
