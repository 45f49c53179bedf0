/** A move with its photo: killed at every step, and two phones on one case. */
import type { Page } from '@playwright/test'
import { pocket } from './doings'
import { expect, test } from './fixtures'
import { asFile, jpeg } from './jpeg'
import { assigned } from './office'
import { expectPhotos } from './proof'
import { move, photo } from './proxy'
import { sha256 } from './phone'

async function handIn(page: Page, bytes: Buffer): Promise<void> {
  await page.getByRole('button', { name: '处置完成' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.locator('input[type=file]').first().setInputFiles(asFile(bytes))
  await sheet.getByRole('button', { name: '处置完成' }).click()
  await expect(page).not.toHaveURL(/\/cases\//)
  await page.waitForLoadState()
  await pocket(page)
}

const steps = [
  { words: 'the move has not left', held: move, when: 'before' },
  { words: 'the move was sent but not acknowledged', held: move, when: 'after' },
  { words: 'its photo has not left', held: photo, when: 'before' },
  { words: 'its photo was sent but not acknowledged', held: photo, when: 'after' },
] as const

for (const { words, held, when } of steps) {
  test(`killed when ${words}: handled once, with its photo`, async ({ phone, office, way, person }, { title }) => {
    const [mine, [task]] = [await phone(), await assigned(person, 1)]
    const after = jpeg(way.seed, title)
    await mine.page.goto(`/cases/${task!.id}`)
    const caught = way.hold(held, when)
    await handIn(mine.page, after)
    await caught.reached
    await mine.restart()
    await mine.empty()
    const whole = await office.whole(task!.id)
    expect(whole.status).toBe('handled')
    expect(whole.events.filter(({ action }) => action === 'handle')).toHaveLength(1)
    expectPhotos(whole, [...task!.photos.map((one) => one.sha256), sha256(after)])
  })
}

interface Other { words: string, act: string, choice: RegExp, status: string, last: string }

const others: Other[] = [
  { words: 'both versions are shown, and mine goes on top when I say so', act: 'comment', choice: /按现在的情况/, status: 'handled', last: 'handle' },
  { words: 'what is done already is shown, and mine is kept as words and photo', act: 'handle', choice: /改为留言/, status: 'handled', last: 'comment' },
]

for (const { words, act, choice, status, last } of others) {
  test(`two phones on one case: ${words}`, async ({ phone, office, way, person }, { title }) => {
    const [mine, [task]] = [await phone(), await assigned(person, 1)]
    const after = jpeg(way.seed, title)
    await mine.page.goto(`/cases/${task!.id}`)
    await expect(mine.page.getByRole('button', { name: '处置完成' })).toBeVisible()
    await mine.offline(true)
    await handIn(mine.page, after)
    // The other phone, with a network, was quicker.
    const theirs = await office.photo(jpeg(way.seed, `${title} theirs`))
    const before = await office.act(task!.id, act, act === 'handle' ? { photos: [{ sha256: theirs, role: 'after' }] } : { note: '正在路上' })
    await mine.offline(false)
    await mine.signal()
    await expect.poll(async () => (await mine.stored()).outbox.at(-1)?.state).toBe('needs_you')
    expect(await office.whole(task!.id)).toMatchObject({ version: before.version, status: before.status })
    expect((await mine.stored()).photos.map(({ name }) => name)).toContain(sha256(after))

    await mine.page.goto('/outbox')
    await mine.page.getByRole('link', { name: '看看两边的内容' }).click()
    await expect(mine.page.getByRole('columnheader', { name: '您办的时候' })).toBeVisible()
    await expect(mine.page.getByRole('columnheader', { name: '服务器上现在' })).toBeVisible()
    await mine.page.getByRole('button', { name: choice }).click()
    await mine.empty()
    const whole = await office.whole(task!.id)
    expect(whole.status).toBe(status)
    expect(whole.events.map(({ action }) => action).slice(-2)).toEqual([act, last])
    expectPhotos(whole, [...before.photos.map((one) => one.sha256), sha256(after)])
  })
}
