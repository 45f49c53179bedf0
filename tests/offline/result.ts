/** Figures for `bench/soak.json`, beside what others wrote there. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'

export function writeResult(file: string, offline: Record<string, unknown>): void {
  const others = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>) : {}
  writeFileSync(file, `${JSON.stringify({ ...others, offline }, null, 2)}\n`)
}
