import { type Page, expect, test } from '@playwright/test'
import { expectAccessible, expectNoSidewaysScroll } from './judge'
import { ask, atDesk, onPhone } from './people'
import { photo } from './photo'

interface Series { id: string, unit_id: string, unit_name: string, name: string }
interface Shop { id: string, name: string, segment_id: string, segment_name: string }
interface Site { id: string, totals: Record<string, number>, shops_taking_part: number, results: Record<string, number>, photos: { ready: boolean }[] }
interface Session { state: string, total: number, sites: Site[] }

const [session, site] = [crypto.randomUUID(), crypto.randomUUID()]

async function put(page: Page, path: string, data: object): Promise<void> {
  const { csrf_token } = await ask<{ csrf_token: string }>(page, '/session')
  const answer = await page.request.put(`/api/v1${path}`, { data, headers: { 'X-CSRF-Token': csrf_token } })
  expect(answer.ok(), await answer.text()).toBe(true)
}

/** A session of today in an office with shops, at one segment of theirs. */
async function plan(page: Page): Promise<{ series: Series, shop: Shop }> {
  const { items } = await ask<{ items: Series[] }>(page, '/cleanup-series')
  const series = items.find(({ unit_name }) => unit_name === '棉纺路街道') ?? items[0]!
  const shops = await ask<{ items: Shop[] }>(page, `/shops?unit_id=${series.unit_id}&limit=50`)
  const shop = shops.items.find(({ segment_id }) => segment_id)!
  const held_on = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(new Date())
  const place = { id: site, name: '试验点位', segment_id: shop.segment_id, planned: { volunteer: 10 } }
  await put(page, `/cleanup-sessions/${session}`, { series_id: series.id, held_on, sites: [place] })
  return { series, shop }
}

const whole = (page: Page) => ask<Session>(page, `/cleanup-sessions/${session}`)

test('a session is counted on a phone, and its brief is ready at the desk', async ({ browser }) => {
  test.setTimeout(240_000)
  const phone = await onPhone(browser, 'organiser')
  const { series, shop } = await plan(phone)
  const here = `/cleanups/${session}/sites/${site}`

  await test.step('the organiser finds today on the phone', async () => {
    await phone.goto('/cleanups')
    await expectAccessible(phone, 'cleanups')
    await phone.goto(`/cleanups/${session}`)
    await expect(phone.getByText('试验点位')).toBeVisible()
    await expectAccessible(phone, 'session')
    await expectNoSidewaysScroll(phone, 'session')
    await phone.getByRole('link', { name: /试验点位/ }).click()
    await expectAccessible(phone, 'site')
    await expectNoSidewaysScroll(phone, 'site')
  })

  await test.step('three volunteers and a party member are counted', async () => {
    await phone.getByRole('link', { name: '计数' }).click()
    const key = (name: string) => phone.getByRole('button', { name: new RegExp(`^${name}`) }).first()
    for (const name of ['志愿者', '志愿者', '志愿者', '社区党员']) await key(name).click()
    await expectAccessible(phone, 'count')
    await expectNoSidewaysScroll(phone, 'count')
    await expect.poll(async () => (await whole(phone)).total).toBe(4)
  })

  await test.step('a shop is ticked', async () => {
    await phone.goto(`${here}/shops`)
    await phone.getByLabel('搜店名').fill(shop.name)
    await phone.getByRole('checkbox', { name: new RegExp(shop.name) }).first().click()
    await expectAccessible(phone, 'shops')
    await expect.poll(async () => (await whole(phone)).sites[0]!.shops_taking_part).toBe(1)
  })

  await test.step('results and a pair of photos are brought in', async () => {
    await phone.goto(here)
    await phone.getByRole('button', { name: '填写成果' }).click()
    await phone.getByRole('dialog').getByRole('textbox').first().fill('12')
    await phone.getByRole('dialog').getByRole('button', { name: '保存' }).click()
    await expect.poll(async () => Object.values((await whole(phone)).sites[0]!.results)).toEqual([12])
    const photos = phone.getByRole('region', { name: '前后照片' })
    await photos.locator('input[type=file]').first().setInputFiles(await photo(phone, 'DSCN0010.jpg'))
    await expect(photos.locator('figure')).toHaveCount(2)
    await photos.locator('figure').nth(1).locator('input[type=file]').first().setInputFiles(await photo(phone, 'DSCN0012.jpg'))
    await expect.poll(async () => (await whole(phone)).sites[0]!.photos.filter(({ ready }) => ready).length, { timeout: 40_000 }).toBe(2)
  })

  await test.step('and the session is finished', async () => {
    await phone.goto(`/cleanups/${session}`)
    await phone.getByRole('button', { name: '结束活动' }).click()
    await expect.poll(async () => (await whole(phone)).state, { timeout: 20_000 }).toBe('finished')
    await phone.context().close()
  })

  const desk = await atDesk(browser, 'organiser')
  await test.step('its page shows where the numbers came from; one click opens the brief', async () => {
    await desk.goto(`/desk/cleanups/${session}`)
    await expect(desk.getByText('计数器').first()).toBeVisible()
    await expectAccessible(desk, 'session at the desk')
    await desk.getByRole('link', { name: '简报' }).first().click()
    await expect(desk).toHaveURL(/brief$/)
  })

  await test.step('the brief is worded, drawn and downloaded', async () => {
    await expect(desk.getByLabel('正文')).toHaveValue(/参加4人次.*志愿者3人次.*参与1户/)
    await expect(desk.getByRole('img', { name: /^简报长图/ })).toBeVisible()
    await expectAccessible(desk, 'brief')
    await desk.getByLabel('天气').fill('晴，8—15℃')
    await expect(desk.getByText('已保存', { exact: true })).toBeVisible()
    const [file] = await Promise.all([desk.waitForEvent('download'), desk.getByRole('button', { name: '下载 Word' }).click()])
    expect(file.suggestedFilename()).toMatch(/^brief-.*\.docx$/)
    const { weather } = await ask<{ weather: string }>(desk, `/cleanup-sessions/${session}/brief`)
    expect(weather).toBe('晴，8—15℃')
  })

  await test.step('statistics, shops and terms meet what every screen has to', async () => {
    await desk.goto(`/desk/cleanups/statistics?unit=${series.unit_id}`)
    await expect(desk.getByRole('img', { name: /^各类人员参加情况/ }).locator('svg')).toBeVisible()
    await expectAccessible(desk, 'statistics')
    for (const [path, words] of [['/desk/shops', '沿街门店'], ['/desk/cleanups/terms', '驻辖区单位'], ['/desk/cleanups', '清扫活动']] as const) {
      await desk.goto(path)
      await expect(desk.getByRole('heading', { name: words }).first()).toBeVisible()
      await expectAccessible(desk, path)
    }
    await desk.context().close()
  })
})
