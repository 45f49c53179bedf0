/** The app's own modules for tests that call them in a page of the built app; nothing of it is served to people. */
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import app from './vite.config'

export default defineConfig({
  base: '/street/',
  publicDir: false,
  resolve: app.resolve,
  define: app.define,
  build: {
    target: app.build?.target,
    emptyOutDir: true,
    rolldownOptions: {
      input: fileURLToPath(new URL('./src/testing/street.ts', import.meta.url)),
      preserveEntrySignatures: 'strict',
      output: { entryFileNames: 'street.js' },
    },
  },
})
