/** What a test at the desk writes past the screen, and reads past the server. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { type Page, expect } from '@playwright/test'
import { ask } from './people'

const root = join(__dirname, '..', '..')

export interface Kept { words: string, status: string, number: string | null, version: number, department: string | null, limit: string | null, merged_into: string | null, events: { action: string, note: string, data: Record<string, string>, who: string }[] }

/** What the tables hold of cases whose words hold the mark, by id. */
export function kept(mark: string): Record<string, Kept> {
  const words = execFileSync(join(root, '.venv', 'bin', 'python'), [join('tests', 'browser', 'decided.py'), mark], {
    cwd: root, encoding: 'utf8', maxBuffer: 64e6, env: { ...process.env, PYTHONPATH: root, ...(process.env.TEST_DATABASE_URL && { DATABASE_URL: process.env.TEST_DATABASE_URL }) },
  })
  return JSON.parse(words) as Record<string, Kept>
}

export async function write(page: Page, method: 'put' | 'post', path: string, data: object | Buffer, type = 'application/json'): Promise<void> {
  const { csrf_token } = await ask<{ csrf_token: string }>(page, '/session')
  const answer = await page.request[method](`/api/v1${path}`, { data, headers: { 'X-CSRF-Token': csrf_token, 'Content-Type': type } })
  expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true)
}
