import { DOMWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Robot, RobotSend } from '@/core/api'
import { loadDeskWords, setLanguage } from '@/core/i18n'
import { button, freshPhone, mountPage, settle } from '@/testing/mount'
import { problem, serve, type Asked, type Replies } from '@/testing/server'
import { bodyOf, failureWords, formOf, halfHours, healthOf, toMinute, toTime } from './robot'
import RobotsView from './RobotsView.vue'
import SendsView from './SendsView.vue'
import { testRobot } from './testing'

function robot(over: Partial<Robot> = {}): Robot {
  return {
    id: 'robot-1', unit_id: 'unit-1', unit_name: '棉纺路街道', department_id: null, department_name: null, name: '街道城管群', service: 'dingtalk', has_secret: true,
    events: ['new', 'overdue'], summary_minute: 1050, is_active: true, changed_at: '2026-11-23T00:00:00Z', failure: null, next_try_at: null, waiting: 0,
    last_sent_at: '2026-11-23T06:05:04Z', ...over,
  }
}

function send(over: Partial<RobotSend> = {}): RobotSend {
  return {
    id: '9', robot_id: 'robot-1', robot_name: '街道城管群', event: 'test', case_id: null, words: '测试消息', state: 'sent', attempts: 1,
    made_at: '2026-11-23T06:05:04Z', tried_at: '2026-11-23T06:05:05Z', sent_at: '2026-11-23T06:05:05Z', failure: null, ...over,
  }
}

const units = { 'GET /units': { body: { items: [{ id: 'unit-1', name: '棉纺路街道', parent_id: null, kind: 'street_office', code: null }] } }, 'GET /departments': { body: { items: [] } }, 'GET /duties': { body: { items: [] } } }
const page = (items: RobotSend[]) => ({ body: { items, next_cursor: null } })
let asked: Asked[] = []

async function open(replies: Replies, component = RobotsView) {
  asked = serve({ ...units, ...replies })
  const { page: view } = await mountPage(component, '/desk/admin/robots')
  await settle()
  return view
}

const inBody = () => new DOMWrapper(document.body)
const sent = (method: string) => asked.filter((one) => one.method === method)

beforeEach(async () => {
  await freshPhone()
  await loadDeskWords()
  await setLanguage('zh')
})
afterEach(() => {
  document.body.innerHTML = ''
})

describe('what failed', () => {
  it('is said as an office understands it, with the service’s own words', () => {
    expect(failureWords('refused: 310000 sign not match')).toBe('对方拒收，请核对地址、签名密钥和关键词（310000 sign not match）')
    expect(failureWords('failed: timeout')).toBe('对方没有回应，会自动再试')
    expect(failureWords('failed: unreachable: ConnectionError')).toBe('连不上对方，会自动再试')
    expect(failureWords('limited: 45009 api freq out of limit')).toContain('太频繁')
    expect(failureWords('switched off')).toBe('机器人已停用')
  })

  it('shows beside what waits and when it is tried again', () => {
    expect(healthOf(robot({ failure: 'failed: timeout', waiting: 3, next_try_at: '2026-11-23T06:10:00Z' }))).toEqual({
      look: 'red', word: '没有送达', why: ['对方没有回应，会自动再试', '3 条待发 · 11-23 14:10 再试'],
    })
    expect(healthOf(robot())).toEqual({ look: 'green', word: '正常', why: [] })
    expect(healthOf(robot({ is_active: false, failure: 'failed: timeout' })).look).toBe('grey')
  })
})

describe('the form', () => {
  it('sends nothing for what stays as it was', () => {
    const body = bodyOf(formOf(robot(), 'unit-9'))
    expect(body).toMatchObject({ address: null, secret: null, unit_id: 'unit-1', department_id: null, summary_minute: 1050 })
    expect(bodyOf({ ...formOf(robot(), ''), isUnsigned: true }).secret).toBe('')
  })

  it('knows the minutes of a day', () => {
    for (const minute of [0, 5, 1050, 1439]) expect(toMinute(toTime(minute))).toBe(minute)
  })

  it('offers half hours, and another that is set', () => {
    expect(halfHours('17:30')).toHaveLength(33)
    expect(halfHours('17:40')).toContain('17:40')
  })

  it('makes a robot from name and address', async () => {
    await open({ 'GET /robots': { body: { items: [] } } })
    const view = inBody()
    expect(view.text()).toContain('还没有群机器人')
    await view.findAll('button').find((one) => one.text() === '添加机器人')!.trigger('click')
    await settle()
    const save = () => view.findAll('button').find((one) => one.text() === '保存')!
    expect(save().attributes('disabled')).toBeDefined()
    await view.get('input[maxlength="60"]').setValue('街道群')
    await view.get('input[maxlength="500"]').setValue(' https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=0a1b ')
    asked = serve({ ...units, 'GET /robots': { body: { items: [robot()] } } })
    await view.get('form').trigger('submit')
    await settle()
    const [put] = sent('PUT')
    expect(put!.json).toMatchObject({ name: '街道群', unit_id: 'unit-1', service: 'wecom', address: 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=0a1b', secret: null })
  })

  it('says which address is wrong and keeps what was typed', async () => {
    await open({ 'GET /robots': { body: { items: [robot()] } } })
    const view = inBody()
    await view.findAll('button').find((one) => one.text() === '修改')!.trigger('click')
    await settle()
    const address = view.get('input[maxlength="500"]')
    expect(address.attributes('placeholder')).toContain('已保存')
    await address.setValue('https://evil.example')
    asked = serve({ 'PUT /robots/robot-1': { status: 422, body: { status: 422, code: 'invalid', detail: '', fields: { address: ['…'] } } } })
    await view.get('form').trigger('submit')
    await settle()
    expect(view.text()).toContain('这不是钉钉机器人的地址')
    expect((address.element as HTMLInputElement).value).toBe('https://evil.example')
  })
})

describe('the test button', () => {
  const soon = () => Promise.resolve()

  it('waits for the row of its own test', async () => {
    let looks = 0
    asked = serve({
      'POST /robots/robot-1/test': { status: 202, body: { send_id: '9' } },
      'GET /robot-sends': () => page(looks++ < 2 ? [send({ state: 'waiting' })] : [send({ id: '10' }), send()]),
    })
    expect((await testRobot(robot(), soon))?.id).toBe('9')
    expect(sent('GET')).toHaveLength(3)
  })

  it('tells a refusal at once and gives up looking after a while', async () => {
    asked = serve({ 'POST /robots/robot-1/test': { status: 202, body: { send_id: '9' } }, 'GET /robot-sends': page([send({ state: 'waiting', failure: 'refused: 93000' })]) })
    expect((await testRobot(robot(), soon))?.failure).toBe('refused: 93000')
    asked = serve({ 'POST /robots/robot-1/test': { status: 202, body: { send_id: '9' } }, 'GET /robot-sends': page([send({ state: 'waiting' })]) })
    expect(await testRobot(robot(), soon)).toBeNull()
    expect(sent('GET')).toHaveLength(12)
  })
})

describe('the list', () => {
  it('asks before a robot is removed', async () => {
    await open({ 'GET /robots': { body: { items: [robot()] } }, 'DELETE /robots/robot-1': { status: 204 } })
    const view = inBody()
    await view.findAll('button').find((one) => one.text() === '删除')!.trigger('click')
    await settle()
    expect(sent('DELETE')).toHaveLength(0)
    expect(view.text()).toContain('发送记录保留')
    await view.findAll('.el-dialog button').find((one) => one.text() === '删除')!.trigger('click')
    await settle()
    expect(sent('DELETE')).toHaveLength(1)
  })

  it('says when it cannot be shown, and tries again', async () => {
    const view = await open({ 'GET /robots': problem(500, 'server_error') })
    expect(view.get('[role=alert]').text()).toContain('服务器暂时出错')
    expect(button(view, '重试').exists()).toBe(true)
  })
})

describe('the log', () => {
  it('shows what was said, whether it arrived and why not', async () => {
    const view = await open({ 'GET /robots': { body: { items: [robot()] } }, 'GET /robot-sends': page([send({ event: 'new', case_id: 'case-1', words: '新上报：店外经营', state: 'waiting', attempts: 3, failure: 'failed: timeout', sent_at: null })]) }, SendsView)
    expect(view.text()).toContain('新上报：店外经营')
    expect(view.text()).toContain('试了 3 次')
    expect(view.text()).toContain('对方没有回应')
    expect(view.get('a[href="/desk/cases/case-1"]').text()).toContain('新上报')
  })
})
