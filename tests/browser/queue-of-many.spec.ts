/** Many cases at once at the desk, and the desk's own furniture: views, borders, the list that scrolls through all. */
import { type Page, expect, test } from '@playwright/test'
import { expectAccessible, expectNoSidewaysScroll } from './judge'
import { ask, atDesk } from './people'
import { kept, write } from './tables'

interface Segments { features: { geometry: { type: string, coordinates: [number, number][] | [number, number][][] } }[] }
interface Row { id: string, version: number }

/** So many calls from the hotline whose words hold the mark; answers their ids in that order. */
async function call(page: Page, mark: string, many: number): Promise<string[]> {
  const { items: [kind] } = await ask<{ items: { code: string }[] }>(page, '/categories')
  const { features } = await ask<Segments>(page, '/road-segments')
  const ids: string[] = []
  for (let i = 0; i < many; i++) {
    const { geometry: { type, coordinates } } = features[i % features.length]!
    const [[lon, lat]] = (type === 'LineString' ? coordinates : coordinates[0]) as [[number, number]]
    const id = crypto.randomUUID()
    await write(page, 'put', `/cases/${id}`, { category_code: kind!.code, observed_at: new Date().toISOString(), source: 'hotline', placed_by: 'map', location: { lon, lat, datum: 'wgs84' }, description: `${mark} 第${i}号` })
    ids.push(id)
  }
  return ids
}

async function act(page: Page, id: string, action: string, note: string): Promise<void> {
  const { version } = await ask<Row>(page, `/cases/${id}`)
  await write(page, 'post', `/cases/${id}/actions`, { action_id: crypto.randomUUID(), action, version, note })
}

const panel = (page: Page) => page.getByRole('region', { name: '批量操作' })
const list = (page: Page) => page.getByRole('region', { name: '案件列表' })

test('of nine cases refused at once three do not go, and each says why', async ({ browser }) => {
  test.setTimeout(240_000)
  const mark = `多选${Date.now() % 1_000_000}`
  const desk = await atDesk(browser, 'supervisor')
  const ids = await call(desk, mark, 9)
  const [over, talked, taken] = ids as [string, string, string]
  await act(desk, over, 'reject', '早先就不予受理')

  await test.step('all that match are ticked by one key', async () => {
    await desk.goto(`/desk/cases?q=${encodeURIComponent(mark)}`)
    await expect(list(desk).getByRole('listitem')).toHaveCount(9)
    await expect(list(desk).getByRole('listitem').first()).toHaveAttribute('aria-setsize', '9')
    await desk.keyboard.press('Control+a')
    await expect(panel(desk)).toContainText('已选 9 件')
    await expectAccessible(desk, 'nine ticked')
  })

  await test.step('meanwhile a colleague writes to one and refuses another', async () => {
    const other = await atDesk(browser, 'supervisor')
    await act(other, talked, 'comment', '已电话联系')
    await act(other, taken, 'reject', '同事先处理了')
    await other.context().close()
  })

  await test.step('the move is made by keys, with one reason for all', async () => {
    await desk.keyboard.press('Shift+R')
    const form = desk.getByRole('dialog', { name: /不予受理：9 件/ })
    await expect(form).toContainText('其中 1 件的状态不能做这项操作')
    await expect(form.getByLabel('原因')).toBeFocused()
    await expectAccessible(desk, 'the form for nine')
    await desk.keyboard.type('不属于受理范围')
    await desk.keyboard.press('Control+Enter')
    await expect(panel(desk)).toContainText('不予受理：完成 6 件，未成 3 件')
  })

  await test.step('what did not go stands there with its reason, and is still ticked', async () => {
    const refused = panel(desk).getByRole('list', { name: '没有做成的案件' }).getByRole('listitem')
    await expect(refused).toHaveCount(3)
    await expect(refused.filter({ hasText: /刚.*改|已经变|别人/ })).toHaveCount(2)
    await expect(panel(desk)).toContainText('已选 3 件')
    await expectAccessible(desk, 'what did not go')
    await expectNoSidewaysScroll(desk, 'what did not go')
    const found = kept(mark)
    const gone = ids.filter((id) => found[id]!.events.at(-1)!.note === '不属于受理范围')
    expect(gone.sort()).toEqual(ids.filter((id) => ![over, talked, taken].includes(id)).sort())
    for (const id of gone) {
      expect(found[id]!.status).toBe('rejected')
      expect(found[id]!.events.map(({ action }) => action)).toEqual(['report', 'reject'])
    }
    expect([found[over]!, found[talked]!, found[taken]!].map(({ status, events }) => [status, events.at(-1)!.note])).toEqual([
      ['rejected', '早先就不予受理'], ['reported', '已电话联系'], ['rejected', '同事先处理了'],
    ])
  })

  await test.step('having seen that, one does it to those that had changed: one goes, the colleague’s does not', async () => {
    await panel(desk).getByRole('button', { name: '按最新情况再做 2 件' }).click()
    await expect(panel(desk)).toContainText('不予受理：完成 1 件，未成 1 件')
    expect(kept(mark)[talked]!.status).toBe('rejected')
  })

  await test.step('what went can be taken back at once', async () => {
    await panel(desk).getByRole('button', { name: '撤销已完成的 1 件' }).click()
    await expect.poll(() => kept(mark)[talked]!.status).toBe('reported')
    expect(kept(mark)[talked]!.events.at(-1)!.action).toBe('reopen')
  })
  await desk.context().close()
})

test('a list of a few hundred scrolls through all of it, and the mouse ticks what it is drawn over', async ({ browser }) => {
  test.setTimeout(240_000)
  const mark = `长列${Date.now() % 1_000_000}`
  const desk = await atDesk(browser, 'supervisor')
  const ids = await call(desk, mark, 130)
  await desk.goto(`/desk/cases?q=${encodeURIComponent(mark)}&sort=received_at`)
  await expect(list(desk).getByText('130 件')).toBeVisible()
  const drawn = await list(desk).getByRole('listitem').count()
  expect(drawn).toBeLessThan(60)
  const [first] = await list(desk).getByRole('checkbox').nth(1).evaluateAll((all) => all.map((one) => one.getBoundingClientRect()))
  await desk.mouse.move(first!.x + 8, first!.y + 8)
  await desk.mouse.down()
  await desk.mouse.move(first!.x + 8, first!.y + 8 + 44 * 4, { steps: 6 })
  await desk.mouse.up()
  await expect(panel(desk)).toContainText('已选 5 件')
  await list(desk).locator('.list').evaluate((box) => (box.scrollTop = box.scrollHeight))
  await expect(list(desk).locator('[aria-posinset="130"]').getByRole('link')).toHaveAttribute('href', new RegExp(ids.at(-1)!))

  // A number or words, Enter: the case itself.
  await desk.keyboard.press('/')
  await desk.keyboard.type(`${mark} 第77号`)
  await desk.keyboard.press('Enter')
  await expect(desk).toHaveURL(new RegExp(`/desk/cases/${ids[77]}`))
  await expect(list(desk).getByRole('listitem')).toHaveCount(1)
  await desk.context().close()
})

test('a case that comes in is on an open desk within five seconds, without asking for the list meanwhile', async ({ browser }) => {
  const mark = `新到${Date.now() % 1_000_000}`
  const desk = await atDesk(browser, 'supervisor')
  const other = await atDesk(browser, 'supervisor')
  await desk.goto(`/desk/cases?q=${encodeURIComponent(mark)}`)
  await expect(desk.getByText('这里没有案件')).toBeVisible()
  await expectAccessible(desk, 'an empty queue')
  await desk.mouse.move(200, 300)
  // The first look takes the place in the feed.
  await desk.waitForResponse(/changes\?after=(?!now)/)
  const asked: string[] = []
  desk.on('request', (request) => asked.push(request.url()))
  await desk.waitForResponse(/changes\?after=(?!now)/)
  expect(asked.filter((url) => url.includes('/api/v1/') && !url.includes('/changes') && !url.includes('/messages'))).toEqual([])
  await call(other, mark, 1)
  const at = Date.now()
  await expect(list(desk).getByRole('listitem')).toHaveCount(1, { timeout: 8000 })
  expect(Date.now() - at).toBeLessThan(6500)
  await desk.context().close()
  await other.context().close()
})

test('borders are moved by keys, filters are kept as views, and both are there again', async ({ browser }) => {
  const desk = await atDesk(browser, 'supervisor')
  await desk.goto('/desk/cases?status=filed&q=%E8%B7%AF')
  const border = desk.getByRole('separator', { name: '拖动改变列表宽度' })
  await border.focus()
  const before = Number(await border.getAttribute('aria-valuenow'))
  await desk.keyboard.press('Shift+ArrowRight')
  await expect(border).toHaveAttribute('aria-valuenow', String(before + 80))
  await desk.getByRole('button', { name: '保存当前条件' }).click()
  await desk.getByLabel('视图名称').fill('待派遣的路')
  await desk.keyboard.press('Enter')
  const view = desk.getByRole('navigation', { name: '视图' }).getByRole('link', { name: /待派遣的路/ })
  await expect(view).toHaveAttribute('aria-current', 'page')
  await desk.goto('/desk/cases')
  await expect(border).toHaveAttribute('aria-valuenow', String(before + 80))
  await expect(view).toHaveText(/待派遣的路\s*\d+/)
  await view.click()
  await expect(desk).toHaveURL(/status=filed/)
  await expectAccessible(desk, 'views of one’s own')
  await desk.context().close()
})
