import { defineConfig } from '@playwright/test'
import base from '../../tests/browser/playwright.config'

export default defineConfig({
  ...base,
  testDir: __dirname,
  projects: [{ name: 'phone' }],
  timeout: 900_000,
  use: { ...base.use, trace: 'off' },
})
