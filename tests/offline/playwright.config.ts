import { join } from 'node:path'
import { defineConfig } from '@playwright/test'
import browser from '../browser/playwright.config'

export default defineConfig({
  ...browser,
  testDir: __dirname,
  outputDir: join(__dirname, '..', '..', 'pwa', 'test-results', 'offline'),
  globalSetup: join(__dirname, 'build.ts'),
  // Each has a person, phones and a proxy of its own; most of the time goes by in waiting.
  workers: 2,
  fullyParallel: true,
  timeout: 180_000,
  // Several browsers, a server and its workers share two cores.
  expect: { timeout: 30_000 },
  projects: [{ name: 'offline' }],
  // What the proxy did says more than pictures, which slow down a browser that is started again and again.
  use: { ...browser.use, trace: 'off' },
  // These tests make their own cases; the demonstration lends its people and roads.
  webServer: { ...[browser.webServer!].flat()[0]!, env: { ...process.env as Record<string, string>, DEMO_CASES: '12' } },
})
