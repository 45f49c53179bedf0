/** Builds the app's own modules as the seeded run calls them in a page; no part of what is served to people. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

export default function build(): void {
  const pwa = join(__dirname, '..', '..', 'pwa')
  const { status, stderr } = spawnSync('../scripts/node', ['node_modules/vite/bin/vite.js', 'build', '--config', 'vite.testing.config.ts', '--outDir', process.env.DATA_DIR + '/street'], { cwd: pwa, encoding: 'utf8' })
  if (status) throw new Error(stderr)
}
