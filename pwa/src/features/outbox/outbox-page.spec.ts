import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { MoveBody } from '@/core/api'
import { db } from '@/core/db'
import { enqueueMove, sendFor } from '@/core/outbox'
import { session, whole } from '@/testing/fixtures'
import { button, freshPhone, mountPage, settle } from '@/testing/mount'
import { serve } from '@/testing/server'
import OutboxChip from './OutboxChip.vue'
import OutboxPage from './OutboxPage.vue'

beforeEach(async () => {
  sendFor(null)
  await freshPhone()
})
afterEach(() => vi.unstubAllGlobals())

async function stuck(): Promise<void> {
  const body: MoveBody = { action_id: 'a', action: 'verify_pass', version: 3 }
  await enqueueMove(session.user.id, 'case-1', body, { title: '店外经营', place: '棉纺路', thumb_sha256: null })
  await db.outbox.toCollection().modify({ state: 'needs_you', problem: { status: 409, code: 'stale_version', detail: 'x' } })
}

it('says in plain words what is the matter', async () => {
  await stuck()
  const { page } = await mountPage(OutboxPage, '/outbox')
  await settle()
  expect(page.text()).toContain('核查通过 · 店外经营')
  expect(page.text()).toContain('要您处理')
  expect(page.text()).toContain('这件案卷刚被别人改过')
})

it('tries a stale move again on the version that stands now', async () => {
  await stuck()
  serve({ 'GET /cases/case-1': { body: whole({ version: 6 }) } })
  const { page } = await mountPage(OutboxPage, '/outbox')
  await settle()
  await button(page, /^重试/).trigger('click')
  await settle()
  const [entry] = await db.outbox.toArray()
  expect([entry!.state, (entry!.body as MoveBody).version]).toEqual(['waiting', 6])
})

it('asks again who this is before it sends, when opened without a network', async () => {
  await enqueueMove(session.user.id, 'case-1', { action_id: 'a', action: 'take', version: 3 }, { title: '店外经营', place: '', thumb_sha256: null })
  const asked = serve({ 'GET /session': { body: session } })
  const { page } = await mountPage(OutboxPage, '/outbox')
  await settle()
  expect(page.text()).toContain('网络不通，已存在手机，恢复后自动上传。')
  await button(page, '现在上传').trigger('click')
  await settle()
  expect(asked.map(({ path }) => path)).toContain('/session')
  expect(page.text()).not.toContain('网络不通')
})

it('gives an entry up only after asking', async () => {
  await stuck()
  const { page } = await mountPage(OutboxPage, '/outbox')
  await settle()
  await button(page, '放弃这条').trigger('click')
  expect(await db.outbox.count()).toBe(1)
  await page.find('dialog .danger').trigger('click')
  await settle()
  expect(await db.outbox.count()).toBe(0)
})

it('counts on every screen what is still on the phone', async () => {
  const { page } = await mountPage(OutboxChip)
  await settle()
  expect(page.text()).toContain('已全部上传')
  await stuck()
  await settle()
  expect(page.text()).toContain('1 条要您处理')
})
