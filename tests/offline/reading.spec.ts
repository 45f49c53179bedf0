/** Every screen a chief and a handler need, as it was last read: with the server dead, and with one that takes requests and answers none. */
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'
import { jpeg } from './jpeg'
import { Office, type Person, assigned, hire } from './office'
import type { Phone } from './phone'

const AGE = /网络不通，这是 \d\d:\d\d 的数据/

interface Kept { tasks: { id: string, status: string }[], wholes: number, pictures: string[] }

/** Runs in the page. */
async function kept(): Promise<Kept> {
  const done = <T>(request: IDBRequest<T>) => new Promise<T>((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
  const db = await done(indexedDB.open('luzhang'))
  const all = <T>(store: string) => done(db.transaction(store).objectStore(store).getAll() as IDBRequest<T[]>)
  const [held, answers, pictures] = await Promise.all([all<{ id: string, status: string, is_task: boolean }>('held'), all<{ path: string }>('answers'), all<{ case_id: string }>('pictures')])
  db.close()
  const tasks = held.filter((row) => row.is_task)
  const wholes = tasks.filter(({ id }) => answers.some(({ path }) => path === `/cases/${id}`)).length
  return { tasks, wholes, pictures: pictures.map(({ case_id }) => case_id) }
}

async function open(page: Page, path: string): Promise<void> {
  const began = Date.now()
  await page.goto(path)
  await expect(page.locator('main').first()).toBeVisible()
  expect(Date.now() - began).toBeLessThan(10_000)
}

/** Neither broken nor still on its way. */
async function expectPictures(page: Page, atLeast: number): Promise<void> {
  const drawn = () => page.locator('main img').evaluateAll((all) => all.filter((one) => (one as HTMLImageElement).naturalWidth > 0).length)
  await expect.poll(drawn).toBeGreaterThanOrEqual(atLeast)
}

/** What a phone has when it was looked at for a moment: every task whole, with its photos. */
async function visited(mine: Phone, ids: string[]): Promise<Kept> {
  await expect.poll(async () => {
    const { tasks, wholes, pictures } = await mine.page.evaluate(kept)
    // One small; of what waits for a check two small and two large.
    const needs = (id: string) => (tasks.find((task) => task.id === id)?.status === 'handled' ? 4 : 1)
    const has = (id: string) => tasks.some((task) => task.id === id) && pictures.filter((of) => of === id).length >= needs(id)
    return ids.every(has) && wholes === tasks.length
  }, { timeout: 60_000, intervals: [500] }).toBe(true)
  return mine.page.evaluate(kept)
}

/** One case to handle, and one that a colleague has handled and this person may check. */
async function tasksFor(person: Person): Promise<{ toDo: string, toCheck: string }> {
  const [toDo, toCheck] = await assigned(person, 2)
  const colleague = await Office.enter('handler')
  const sha256 = await colleague.photo(jpeg(2, toCheck!.id))
  await colleague.act(toCheck!.id, 'handle', { photos: [{ sha256, role: 'after' }] })
  await colleague.leave()
  return { toDo: toDo!.id, toCheck: toCheck!.id }
}

async function expectCounted(page: Page, { tasks }: Kept): Promise<void> {
  await expect(page.locator('h1').first()).toContainText(String(tasks.length))
  await expectPictures(page, 1)
}

test('one visit, then no server at all: lists, cases and photos are there and say how old they are', async ({ phone, way, person }) => {
  const { toDo, toCheck } = await tasksFor(person)
  const mine = await phone()
  const before = await visited(mine, [toDo, toCheck])
  await way.die()
  await mine.restart()
  const { page } = mine
  await expectCounted(page, before)
  for (const path of ['/', '/tasks', '/reports', '/segments', `/cases/${toDo}`, `/cases/${toCheck}`, `/cases/${toCheck}/check`]) {
    await open(page, path)
    await expect(page.getByText(AGE), path).toHaveCount(1)
    await expect(page.getByText('正在读取'), path).toHaveCount(0)
  }
  await expectPictures(page, 2)
  await open(page, '/cases/00000000-0000-4000-8000-000000000000')
  await expect(page.getByText('这件案卷的详情还没有读到这部手机')).toBeVisible()
})

test('a server that takes requests and answers none: the screens do not wait for it', async ({ phone, way, person }) => {
  const { toCheck } = await tasksFor(person)
  const mine = await phone()
  const before = await visited(mine, [toCheck])
  way.isHung = true
  await mine.restart()
  await expectCounted(mine.page, before)
  await open(mine.page, `/cases/${toCheck}`)
  await expect(mine.page.getByText('时间线')).toBeVisible()
  await expectPictures(mine.page, 1)
  await expect(mine.page.getByText(AGE)).toHaveCount(1, { timeout: 30_000 })
})

test('a check is made from both photos without a network', async ({ phone, way, person }) => {
  const { toCheck } = await tasksFor(person)
  const mine = await phone()
  const { tasks } = await visited(mine, [toCheck])
  await way.die()
  await mine.restart(`/cases/${toCheck}/check`)
  await expectPictures(mine.page, 2)
  await mine.page.getByRole('button', { name: '通过', exact: true }).click()
  // Left by itself once the move lies in the outbox.
  await expect(mine.page).not.toHaveURL(/check/)
  await open(mine.page, '/tasks')
  await expect(mine.page.locator('h1').first()).toContainText(String(tasks.length - 1))
  await expect(mine.page.getByText('已办，正在上传')).toBeVisible()
})

test('the log-in has ended: what was read stays, and there is a way to log in', async ({ phone, person }) => {
  const { toDo, toCheck } = await tasksFor(person)
  const mine = await phone()
  const before = await visited(mine, [toDo, toCheck])
  await (await Office.enter(person.username)).endEverywhere()
  await mine.restart()
  await expect(mine.page.getByRole('link', { name: /登录/ })).toBeVisible()
  await expectCounted(mine.page, before)
  await expect(mine.page.locator('.shutter')).toBeVisible()
  await expect(mine.page.getByText('网络不通')).toHaveCount(0)
  await mine.logIn(person.username)
})

test('the next person on the same phone finds nothing of the last', async ({ phone, person }) => {
  const { toDo } = await tasksFor(person)
  const [mine, next] = [await phone(), await hire(`next-${Date.now()}`)]
  await visited(mine, [toDo])
  await mine.page.context().clearCookies()
  await mine.logIn(next.username)
  await expect.poll(() => mine.page.evaluate(owners), { timeout: 30_000 }).toEqual([next.id])
})

/** Runs in the page: whose cases and pictures lie on the phone. */
async function owners(): Promise<string[]> {
  const done = <T>(request: IDBRequest<T>) => new Promise<T>((resolve) => (request.onsuccess = () => resolve(request.result)))
  const db = await done(indexedDB.open('luzhang'))
  const found = await Promise.all(['held', 'feeds', 'pictures'].map((store) => done(db.transaction(store).objectStore(store).getAll() as IDBRequest<{ owner: string }[]>)))
  db.close()
  return [...new Set(found.flat().map(({ owner }) => owner))]
}
