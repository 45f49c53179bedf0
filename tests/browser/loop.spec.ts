import { type Page, expect, test } from '@playwright/test'
import { expectAccessible, expectNoSidewaysScroll } from './judge'
import { ask, atDesk, onPhone, ownStreet } from './people'
import { isReal, photo } from './photo'

interface CaseAnswer { id: string, status: string, segment_id: string | null, number: string | null }
interface Count { key: string | null, open: number, total: number }

test('a photo from the street becomes a case that is assigned, handled, checked and closed', async ({ browser }) => {
  test.setTimeout(240_000)
  const chief = await onPhone(browser, 'chief')
  const street = await ownStreet(chief)
  const settledBefore = await settled(chief, street.segment)
  const before = await newestReport(chief, street.segment)
  let id = ''

  await test.step('the chief reports with a photo, in three taps', async () => {
    await chief.context().setGeolocation({ ...street, accuracy: 8 })
    await chief.goto('/')
    await expect(chief.getByText('拍照上报')).toBeVisible()
    await expectAccessible(chief, 'street')
    await expectNoSidewaysScroll(chief, 'street')
    await chief.locator('.shutter input[type=file]').setInputFiles(await photo(chief, 'DSCN0010.jpg'))
    await chief.getByRole('radio', { name: '店外经营' }).click()
    await expect(chief.getByText(/±\s*8/)).toBeVisible()
    await expectAccessible(chief, 'report')
    await expectNoSidewaysScroll(chief, 'report')
    await chief.getByRole('button', { name: /^上报：/ }).click()
    await expect(chief.getByText(/^(已存在手机，正在上传|已上传)$/)).toBeVisible()
    // The chief may have reported there before; what is new arrives when there is nothing left to undo.
    await expect.poll(async () => (id = await newestReport(chief, street.segment)), { timeout: 20_000 }).not.toBe(before)
  })

  await test.step('the supervisor files and assigns with one click', async () => {
    const desk = await atDesk(browser, 'supervisor')
    await desk.goto(`/desk/cases/${id}`)
    if (isReal) {
      await expect(desk.getByText('拍摄地点不符').first()).toBeVisible()
      await expect(desk.getByText('拍摄时间不符').first()).toBeVisible()
    }
    await expectAccessible(desk, 'desk')
    await desk.getByRole('button', { name: /立案并派给 .*综合执法队/ }).click()
    await expect(desk.getByText(/410102-\d{8}-\d{4}/).filter({ visible: true }).first()).toBeVisible()
    await expectStatus(desk, id, 'assigned')
    await desk.context().close()
  })

  await test.step('the handler takes it and hands in an after photo', async () => {
    const handler = await onPhone(browser, 'handler')
    await handler.goto(`/cases/${id}`)
    await handler.getByRole('button', { name: '接单' }).click()
    await expectStatus(handler, id, 'handling')
    await handler.reload()
    await expectAccessible(handler, 'task')
    await handler.getByRole('button', { name: '处置完成' }).click()
    await handler.getByRole('dialog').locator('input[type=file]').first().setInputFiles(await photo(handler, 'DSCN0012.jpg'))
    await handler.getByRole('dialog').getByRole('button', { name: '处置完成' }).click()
    await expectStatus(handler, id, 'handled')
    await handler.context().close()
  })

  await test.step('the chief compares before and after and passes', async () => {
    await expect.poll(async () => (await ask<{ missing_photos: string[] }>(chief, `/cases/${id}`)).missing_photos).toEqual([])
    await chief.goto(`/cases/${id}/check`)
    await expectAccessible(chief, 'check')
    await expectNoSidewaysScroll(chief, 'check')
    await chief.getByRole('button', { name: '通过', exact: true }).click()
    await expectStatus(chief, id, 'closed')
  })

  await test.step('the case page tells the whole story, and the segment page counts it', async () => {
    await chief.goto(`/cases/${id}`)
    await expect(chief.getByText('已结案').first()).toBeVisible()
    const desk = await atDesk(browser, 'supervisor')
    expect(await settled(desk, street.segment)).toBe(settledBefore + 1)
    await desk.goto(`/desk/segments/${street.segment}`)
    const { number } = await ask<CaseAnswer>(desk, `/cases/${id}`)
    await expect(desk.getByText(number!).first()).toBeVisible()
    await expectAccessible(desk, 'segment')
    await desk.context().close()
  })
  await chief.context().close()
})

/** The last report of this person in the segment that nobody has looked at; '' if there is none. */
async function newestReport(page: Page, segment: string): Promise<string> {
  const { user } = await ask<{ user: { id: string } }>(page, '/session')
  const { items } = await ask<{ items: CaseAnswer[] }>(page, `/cases?reporter_id=${user.id}&segment_id=${segment}&status=reported&limit=1`)
  return items[0]?.id ?? ''
}

/** How many cases of the segment are not open any more. */
async function settled(page: Page, segment: string): Promise<number> {
  const { items } = await ask<{ items: Count[] }>(page, '/cases/counts?by=segment')
  const count = items.find(({ key }) => key === segment)
  return count ? count.total - count.open : 0
}

async function expectStatus(page: Page, id: string, status: string): Promise<void> {
  await expect.poll(async () => (await ask<CaseAnswer>(page, `/cases/${id}`)).status, { timeout: 30_000 }).toBe(status)
}
