/** What the server really has, asked past the proxy and seen in its own folder. */
import { createHash, randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type APIRequestContext, expect, request } from '@playwright/test'
import { password } from '../browser/people'
import { jpeg } from './jpeg'

export const server = new URL(`http://127.0.0.1:${process.env.BROWSER_PORT}`)
const API = '/api/v1'

export interface Person { id: string, username: string, name: string }
export interface Event { action: string, actor_id: string, at: string, note: string }
export interface Case {
  id: string, number: string | null, status: string, version: number, category_code: string, observed_at: string, received_at: string, due_at: string | null
  description: string, self_handled: boolean, segment_id: string | null, photos: { sha256: string, role: string }[], missing_photos: string[], events: Event[]
}

export class Office {
  private constructor(private readonly asked: APIRequestContext, private token: string, readonly me: Person) {}

  static async enter(username: string, secret = password): Promise<Office> {
    const asked = await request.newContext({ baseURL: server.href })
    const answer = await asked.post(`${API}/session`, { data: { username, password: secret, device: 'phone' } })
    expect(answer.status(), await answer.text()).toBe(200)
    const { user, csrf_token } = (await answer.json()) as { user: Person, csrf_token: string }
    return new Office(asked, csrf_token, user)
  }

  async leave(): Promise<void> {
    await this.asked.dispose()
  }

  async get<T>(path: string): Promise<T> {
    return this.ask<T>('GET', path)
  }

  async ask<T>(method: string, path: string, data?: unknown): Promise<T> {
    const answer = await this.asked.fetch(API + path, { method, data, headers: { 'X-CSRF-Token': this.token } })
    expect(answer.ok(), `${method} ${path}: ${answer.status()} ${await answer.text()}`).toBe(true)
    return (answer.status() === 204 ? null : await answer.json()) as T
  }

  /** Newest first, all of them, page by page. */
  async casesOf(reporter: string): Promise<Case[]> {
    const all: Case[] = []
    for (let cursor = ''; ;) {
      const page = await this.get<{ items: Case[], next_cursor: string | null }>(`/cases?reporter_id=${reporter}&limit=200${cursor}`)
      all.push(...page.items)
      if (!page.next_cursor) return all
      cursor = `&cursor=${encodeURIComponent(page.next_cursor)}`
    }
  }

  async whole(id: string): Promise<Case> {
    return this.get<Case>(`/cases/${id}`)
  }

  async act(id: string, action: string, given: Record<string, unknown> = {}): Promise<Case> {
    const { version } = await this.whole(id)
    return this.ask<Case>('POST', `/cases/${id}/actions`, { action_id: randomUUID(), action, version, ...given })
  }

  /** Every log-in of this person, the phone's too. */
  async endEverywhere(): Promise<void> {
    await this.ask('DELETE', '/sessions')
  }

  async photo(bytes: Buffer): Promise<string> {
    const name = createHash('sha256').update(bytes).digest('hex')
    const answer = await this.asked.put(`${API}/photos/${name}`, { data: bytes, headers: { 'X-CSRF-Token': this.token, 'Content-Type': 'image/jpeg' } })
    expect(answer.ok(), await answer.text()).toBe(true)
    return name
  }
}

/** Cases of others that wait for this person's department. */
export async function assigned(person: Person, count: number): Promise<Case[]> {
  const [chief, supervisor, handler] = [await Office.enter('chief'), await Office.enter('supervisor'), await Office.enter(person.username)]
  const { user } = await handler.get<{ user: { department_id: string } }>('/session')
  const { features: [segment] } = await chief.get<{ features: Named[] }>('/road-segments?chief=me')
  const all: Case[] = []
  while (all.length < count) {
    const id = randomUUID()
    const photos = [{ sha256: await chief.photo(jpeg(1, id)), role: 'before' }]
    await chief.ask('PUT', `/cases/${id}`, { category_code: '04-05', observed_at: new Date().toISOString(), segment_id: segment!.id, placed_by: 'segment', photos })
    await supervisor.act(id, 'assign', { department_id: user.department_id })
    all.push(await handler.whole(id))
  }
  await Promise.all([chief.leave(), supervisor.leave(), handler.leave()])
  return all
}

interface Named { id: string, name: string }

/** Somebody new, who reports and handles, with a password of their own and a street to answer for. */
export async function hire(username: string): Promise<Person> {
  const admin = await Office.enter('admin')
  const { items: people } = await admin.get<{ items: { username: string, department_id: string | null, roles: { role: string, unit_id: string }[] }[] }>('/users?limit=200')
  const like = (name: string) => people.find((one) => one.username === name)!
  const roles = [...like('chief').roles, ...like('handler').roles].map(({ role, unit_id }) => ({ role, unit_id }))
  const id = randomUUID()
  const first = `${password}-first`
  await admin.ask('PUT', `/users/${id}`, { username, name: username, department_id: like('handler').department_id, roles, password: first })
  await appoint(admin, id)
  const office = await Office.enter(username, first)
  await office.ask('POST', '/password', { old_password: first, new_password: password })
  await Promise.all([office.leave(), admin.leave()])
  return { id, username, name: username }
}

/** On the segments of the demonstration's road chief. */
async function appoint(admin: Office, user_id: string): Promise<void> {
  const chief = await Office.enter('chief')
  const { features } = await chief.get<{ features: Named[] }>('/road-segments?chief=me')
  const { items: [level] } = await admin.get<{ items: Named[] }>('/chief-levels')
  for (const { id: segment_id } of features.slice(0, 2)) {
    await admin.ask('PUT', `/appointments/${randomUUID()}`, { segment_id, user_id, level_id: level!.id, starts_on: '2026-01-01' })
  }
  await chief.leave()
}

/** The untouched bytes as they lie in the store. */
export function inStore(sha256: string): Buffer | null {
  const file = join(process.env.DATA_DIR!, 'photos', 'original', sha256.slice(0, 2), sha256.slice(2, 4), sha256)
  return existsSync(file) ? readFileSync(file) : null
}
