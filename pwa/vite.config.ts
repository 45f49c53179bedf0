import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import Components from 'unplugin-vue-components/vite'
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers'
import { VitePWA } from 'vite-plugin-pwa'
import { defineConfig } from 'vitest/config'
import { packed } from './build/packed.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
/** Desk screens and what only they use lie apart, so that no phone stores them. */
const isDesk = (id: string) => /\/desk\/|\/features\/admin\/|element-plus|\/desk-(zh|en)\.ts/.test(id)
const server = process.env.API_URL ?? 'http://127.0.0.1:8000'

export default defineConfig({
  plugins: [
    vue(),
    // Desk screens only: El* tags resolve one by one, so the phone never loads them.
    Components({ dirs: [], dts: false, resolvers: [ElementPlusResolver({ importStyle: 'css' })] }),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src',
      filename: 'sw.ts',
      registerType: 'prompt',
      injectRegister: false,
      manifest: false,
      injectManifest: {
        // The desk is used with a network; only what a phone needs is kept for going without one.
        globPatterns: ['index.html', 'manifest.webmanifest', 'icons/*', 'assets/*.{js,css}'],
      },
    }),
    packed(),
  ],
  resolve: {
    alias: {
      '@': here('./src'),
      // The package's own door leads to a build for browsers of 2015.
      dexie: here('./node_modules/dexie/dist/modern/dexie.min.mjs'),
    },
  },
  define: {
    __VUE_OPTIONS_API__: 'false',
  },
  build: {
    // Browsers without module preload load the same files, a little later.
    modulePreload: { polyfill: false },
    target: ['es2022', 'chrome94', 'safari15.4'],
    // A data: address would need a wider content security policy.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        assetFileNames: ({ names, originalFileNames }) =>
          `assets/${originalFileNames.some(isDesk) || names[0] === 'element.css' ? 'desk/' : ''}[name]-[hash][extname]`,
        chunkFileNames: ({ name, moduleIds }) => `assets/${name !== 'first' && moduleIds.some(isDesk) ? 'desk/' : ''}[name]-[hash].js`,
        // One file for what the first screen needs compresses better than twenty small ones, and holds nothing else.
        codeSplitting: {
          groups: [
            { name: 'vendor', test: /node_modules\/(@vue|vue|vue-router|pinia|dexie)\// },
            { name: 'element', test: /node_modules\/(element-plus|@element-plus|@popperjs|@ctrl|dayjs|lodash-es|async-validator|memoize-one|normalize-wheel-es)\// },
            { name: 'first', tags: ['$initial'] },
            // What starts by itself behind the first screen.
            { name: 'after', test: /src\/core\/(sync|outbox\/(sender|deliver|drain|receipt|turn|lease|background|queue|rules|calls))/ },
          ],
        },
      },
    },
  },
  server: { proxy: { '/api': server } },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.spec.ts'],
    setupFiles: ['src/testing/setup.ts'],
    server: { deps: { inline: [/vant/, /element-plus/] } },
    restoreMocks: true,
    // Of what a test logs only that of a failed one is read; a busy machine is no reason to fail.
    silent: 'passed-only',
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
})
