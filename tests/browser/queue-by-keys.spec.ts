/** A morning's queue at the desk, cleared without a mouse; and two desks on one case. */
import { createHash } from 'node:crypto'
import { type Browser, type Page, expect, test } from '@playwright/test'
import { expectAccessible } from './judge'
import { DESK, ask, atDesk, onPhone, password } from './people'
import { photo } from './photo'
import { kept, write } from './tables'

const MANY = 100

interface Category { code: string, name: string, is_active: boolean, limits: { text: string }[] }
interface Segments { features: { id: string, properties: { unit_id: string }, geometry: { type: string, coordinates: [number, number][] | [number, number][][] } }[] }
interface Row { id: string, status: string, description: string }

/** Points of the district, or of one office and what is below it, far enough from each other that none is a duplicate of another. */
async function places(page: Page, within: string[] = []): Promise<{ lon: number, lat: number }[]> {
  const { features } = await ask<Segments>(page, '/road-segments')
  const here = features.filter(({ properties }) => within.length === 0 || within.includes(properties.unit_id))
  const middles = here.map(({ geometry: { type, coordinates } }) => {
    const [a, b] = (type === 'LineString' ? coordinates : coordinates[0]) as [number, number][]
    return { lon: (a![0] + b![0]) / 2, lat: (a![1] + b![1]) / 2 }
  })
  const far = (one: { lon: number, lat: number }, other: { lon: number, lat: number }) => Math.hypot((one.lon - other.lon) * 91, (one.lat - other.lat) * 111) > 0.12
  return middles.reduce<typeof middles>((chosen, one) => (chosen.every((other) => far(one, other)) ? [...chosen, one] : chosen), [])
}

/** What is to be decided, and which keys decide it. A `twin` stands where the one before it stands, and is the same kind. */
type Plan = 'suggested' | 'limit' | 'other' | 'file' | 'reject' | 'undone' | 'into' | 'take' | 'twin' | 'pass' | 'fail'
const SINGLE: Plan[] = ['file', 'reject', 'undone']
const round = (n: number): Plan[] => ['suggested', 'limit', 'other', SINGLE[n % SINGLE.length]!, 'into', 'twin', 'take', 'twin', 'pass', 'fail']

interface Seeded { id: string, plan: Plan, words: string, code: string, spot: { lon: number, lat: number } }

async function seed(chief: Page, desk: Page, mark: string): Promise<{ seeded: Seeded[], limits: Map<string, string[]> }> {
  const { items } = await ask<{ items: Category[] }>(desk, '/categories')
  const kinds = items.filter((one) => one.is_active && new Set(one.limits.map(({ text }) => text)).size > 1)
  const spots = await places(desk)
  const [before, after] = await Promise.all([photo(chief, 'DSCN0010.jpg'), photo(chief, 'DSCN0012.jpg')])
  const hash = ({ buffer }: { buffer: Buffer }) => createHash('sha256').update(buffer).digest('hex')
  for (const one of [before, after]) await write(chief, 'put', `/photos/${hash(one)}`, one.buffer, 'image/jpeg')
  const cleared = { source: 'patrol', self_handled: true, photos: [{ sha256: hash(before), role: 'before' }, { sha256: hash(after), role: 'after' }] }
  const seeded: Seeded[] = []
  for (let i = 0; i < MANY; i++) {
    const plan = round(Math.floor(i / 10))[i % 10]!
    const last = seeded.at(-1)
    // Where a spot is used again, it is for another kind: nothing is a duplicate here but a twin.
    const own = { code: kinds[Math.floor(i / spots.length) % kinds.length]!.code, spot: spots[i % spots.length]! }
    const { code, spot } = plan === 'twin' ? last! : own
    const one = { id: crypto.randomUUID(), plan, words: `${mark} 第${i}号`, code, spot }
    const isCleared = plan === 'pass' || plan === 'fail'
    await write(isCleared ? chief : desk, 'put', `/cases/${one.id}`, {
      category_code: code, observed_at: new Date().toISOString(), source: 'hotline', placed_by: 'map', location: { ...spot, accuracy_m: 5, datum: 'wgs84' }, description: one.words, ...(isCleared && cleared),
    })
    seeded.push(one)
  }
  return { seeded, limits: new Map(kinds.map(({ code, limits }) => [code, limits.map(({ text }) => text)])) }
}

const shownId = (page: Page) => /\/desk\/cases\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? null
const pane = (page: Page) => page.getByRole('article')

async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key)
}

/** Into the form of a move and one digit; the form has the focus before the digit is pressed. Answers what the digit stands for. */
async function pressInForm(page: Page, key: string, digit: string): Promise<string> {
  await press(page, key)
  const button = page.locator(`form [aria-keyshortcuts="${digit}"]`)
  await expect(button).toBeVisible()
  await expect(page.locator('form:focus')).toHaveCount(1)
  const words = (await button.innerText()).replace(/^\d\s*/, '').trim()
  await press(page, digit)
  return words
}

/** Each case that the queue shows, one after the other, until it shows none; `decide` has it in front and leaves it decided. */
async function walk(page: Page, address: string, decide: (id: string) => Promise<void>, most: number): Promise<number> {
  await page.goto(address)
  await expect(page.getByRole('link').filter({ hasText: /./ }).first()).toBeVisible()
  let made = 0
  for (; made < most; made++) {
    if (!shownId(page)) {
      const { items } = await ask<{ items: Row[] }>(page, `/cases${new URL(page.url()).search}&limit=1`)
      if (items.length === 0) return made
      await expect(async () => {
        await press(page, 'j')
        expect(shownId(page)).not.toBeNull()
      }).toPass({ timeout: 20_000 })
    }
    const id = shownId(page)!
    await expect(pane(page)).toBeVisible()
    await decide(id)
    await expect.poll(() => shownId(page)).not.toBe(id)
  }
  return made
}

test('a queue of a hundred cases is cleared by keys alone, and every decision is in the database', async ({ browser }) => {
  test.setTimeout(900_000)
  const mark = `键清${Date.now() % 1_000_000}`
  const chief = await onPhone(browser, 'chief')
  const desk = await atDesk(browser, 'supervisor')
  const { seeded, limits } = await seed(chief, desk, mark)
  await chief.context().close()
  const plans = new Map(seeded.map((one) => [one.id, one]))
  /** What a person at the desk has seen to be chosen, by case. */
  const seen = new Map<string, string>()
  const met = new Set<string>()

  async function decide(id: string): Promise<void> {
    const { plan, words } = plans.get(id)!
    await expect(pane(desk)).toContainText(words)
    met.add(id)
    const suggested = pane(desk).getByRole('toolbar').getByRole('button').first()
    if (plan === 'pass') {
      await press(desk, 'h')
      await expect(desk.getByRole('dialog')).toBeVisible()
      await press(desk, 'h')
      await expect(desk.getByRole('dialog')).toBeHidden()
      return press(desk, 'p')
    }
    if (plan === 'fail') return void seen.set(id, await pressInForm(desk, 'x', '1'))
    await expect(suggested).toHaveText(/^F/)
    if (plan === 'file') return press(desk, 'l')
    if (plan === 'other') return void seen.set(id, await pressInForm(desk, 'a', '2'))
    if (plan === 'reject' || plan === 'undone') seen.set(id, await pressInForm(desk, 'r', '1'))
    if (plan === 'reject') return
    if (plan === 'undone') {
      await expect.poll(() => shownId(desk)).not.toBe(id)
      await press(desk, 'Control+z')
      await expect.poll(() => shownId(desk)).toBe(id)
      await expect(suggested).toHaveText(/^F/)
    }
    if (plan === 'into' || plan === 'take') {
      await expect(pane(desk).getByText(/疑似重复 \d+ 件/)).toBeVisible()
      await press(desk, plan === 'into' ? 'm' : '=')
      const dialog = desk.getByRole('dialog')
      await expect(dialog.getByRole('region', { name: '另一件' })).toContainText(mark)
      if (plan === 'take' && !seen.size) await expectAccessible(desk, 'comparing')
      await press(desk, plan === 'into' ? 'm' : 'n')
      await expect(dialog).toBeHidden()
      if (plan === 'into') return
      await expect(pane(desk)).toContainText('并入本案 1 件')
    }
    if (plan === 'limit') {
      await press(desk, '2')
      await expect(pane(desk).getByRole('radio').nth(1)).toBeChecked()
    }
    seen.set(id, (await suggested.innerText()).replace(/^F\s*立案并派给\s*/, '').trim())
    await press(desk, 'f')
  }

  const query = `q=${encodeURIComponent(mark)}`
  const began = Date.now()
  const made = await walk(desk, `/desk/cases?${query}&status=reported&status=handled`, decide, MANY)
  test.info().annotations.push({ type: 'clearing', description: `${made} cases in ${Math.round((Date.now() - began) / 100) / 10} s` })
  const facts = kept(mark)

  await test.step('every case has its decision, by one act each', () => {
    expect(Object.keys(facts)).toHaveLength(MANY)
    const actions = (id: string) => facts[id]!.events.map(({ action }) => action).filter((action) => action !== 'report')
    seeded.forEach(({ id, plan, code }, i) => {
      const fact = facts[id]!
      const told = `${fact.words} ${plan}`
      if (plan === 'twin' && seeded[i - 1]!.plan === 'take') {
        expect(fact, told).toMatchObject({ status: 'merged', merged_into: seeded[i - 1]!.id })
      } else if (plan === 'into') {
        expect(fact, told).toMatchObject({ status: 'merged', merged_into: seeded[i + 1]!.id })
        expect(actions(id), told).toEqual(['merge'])
      } else if (plan === 'file') {
        expect(fact, told).toMatchObject({ status: 'filed', department: null })
        expect(actions(id), told).toEqual(['file'])
      } else if (plan === 'reject') {
        expect(fact, told).toMatchObject({ status: 'rejected', number: null })
        expect(fact.events.at(-1), told).toMatchObject({ action: 'reject', note: seen.get(id) })
      } else if (plan === 'pass') {
        expect(fact, told).toMatchObject({ status: 'closed' })
        expect(actions(id), told).toEqual(['verify_pass'])
      } else if (plan === 'fail') {
        expect(fact.events.at(-1), told).toMatchObject({ action: 'verify_fail', note: seen.get(id) })
        expect(fact.status, told).toBe('assigned')
      } else {
        expect(fact, told).toMatchObject({ status: 'assigned', department: seen.get(id), limit: limits.get(code)![plan === 'limit' ? 1 : 0] })
        // To file and assign is one act and two rows of the log.
        expect(actions(id), told).toEqual(plan === 'undone' ? ['reject', 'reopen', 'file', 'assign'] : ['file', 'assign'])
        expect(fact.number, told).toMatch(/^410102-\d{8}-\d{4}$/)
      }
    })
    expect(met.size).toBeGreaterThanOrEqual(MANY - 10)
  })

  await test.step('what was only filed is put off in two keys, and can be taken back', async () => {
    let notes = ''
    const filed = await walk(desk, `/desk/cases?${query}&status=filed`, async () => void (notes = await pressInForm(desk, 's', '1')), MANY)
    expect(filed).toBe(seeded.filter(({ plan }) => plan === 'file').length)
    const later = Object.values(kept(mark)).filter(({ status }) => status === 'suspended')
    expect(later.map(({ events }) => events.at(-1)!.note)).toEqual(Array(filed).fill(notes))
  })

  await test.step('an old number leads to the case that goes on, in one key', async () => {
    const merged = seeded.find(({ plan }) => plan === 'into')!
    await desk.goto(`/desk/cases/${merged.id}`)
    await expect(pane(desk)).toContainText('本案已并案')
    await expectAccessible(desk, 'a merged case')
    await press(desk, 'g')
    await expect.poll(() => shownId(desk)).toBe(facts[merged.id]!.merged_into)
  })

  await test.step('every key stands on the sheet', async () => {
    await press(desk, '?')
    await expect(desk.getByRole('dialog')).toContainText('与疑似重复的案件对比')
    await expectAccessible(desk, 'the sheet of keys')
    await press(desk, 'Escape')
    await expect(desk.getByRole('dialog')).toBeHidden()
  })
  await desk.context().close()
})

test('two desks on one case: the slower sees both versions, and nothing is overwritten', async ({ browser }) => {
  const mark = `两台${Date.now() % 1_000_000}`
  const one = await atDesk(browser, 'supervisor')
  const other = await secondDesk(browser)
  const { user } = await ask<{ user: { roles: { unit_id: string }[] } }>(other, '/session')
  const office = user.roles[0]!.unit_id
  const units = await ask<{ items: { id: string, parent_id: string | null }[] }>(one, '/units')
  const [spot] = await places(one, [office, ...units.items.filter(({ parent_id }) => parent_id === office).map(({ id }) => id)])
  const { items } = await ask<{ items: Category[] }>(one, '/categories')
  const id = crypto.randomUUID()
  await write(one, 'put', `/cases/${id}`, { category_code: items[0]!.code, observed_at: new Date().toISOString(), source: 'hotline', placed_by: 'map', location: { ...spot!, accuracy_m: 5, datum: 'wgs84' }, description: mark })
  for (const page of [one, other]) {
    await page.goto(`/desk/cases/${id}`)
    await expect(pane(page)).toContainText(mark)
    await expect(pane(page).getByRole('toolbar').getByRole('button').first()).toHaveText(/^F/)
  }
  for (const page of [one, other]) await expect(pane(page)).toContainText('也在看这件案卷')
  // The slower one's screen does not learn of it in time.
  await other.route(`**/api/v1/cases/${id}`, (route) => route.abort())
  await press(one, 'l')
  await expect.poll(() => kept(mark)[id]!.status).toBe('filed')
  await pressInForm(other, 'r', '1')
  await expect(other.getByRole('alert')).toContainText('刚被别人改过')
  await expect(other.getByRole('alert')).toContainText('待受理')
  await expect(other.getByRole('alert')).toContainText('已立案')
  await expectAccessible(other, 'a conflict')
  expect(kept(mark)[id]!).toMatchObject({ status: 'filed', version: 2 })
  await other.getByRole('button', { name: /按最新情况继续/ }).press('Enter')
  await expect.poll(() => kept(mark)[id]!.status).toBe('rejected')
  const { events } = kept(mark)[id]!
  expect(events.map(({ action }) => action)).toEqual(['report', 'file', 'reject'])
  expect(new Set(events.slice(1).map(({ who }) => who)).size).toBe(2)
  await one.context().close()
  await other.context().close()
})

/** A supervisor of one street office, beside the district's. */
async function secondDesk(browser: Browser): Promise<Page> {
  const page = await (await browser.newContext({ viewport: DESK })).newPage()
  await page.goto('/login')
  await page.getByLabel('用户名').fill('supervisor02')
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.getByRole('button', { name: '登录' }).click()
  await expect(page).not.toHaveURL(/login/)
  return page
}
