import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { get, NoAnswer, post } from '@/core/api'
import { db } from '@/core/db'
import { session } from '@/testing/fixtures'
import { button, freshPhone, mountPage, settle } from '@/testing/mount'
import { problem, serve } from '@/testing/server'
import LoginPage from './LoginPage.vue'
import MePage from './MePage.vue'
import PasswordPage from './PasswordPage.vue'
import { useSession } from './store'

beforeEach(() => freshPhone(null))
afterEach(() => vi.unstubAllGlobals())

const narrow = (isNarrow: boolean) => vi.stubGlobal('matchMedia', () => ({ matches: isNarrow, addEventListener: () => undefined }))

async function logIn(at = '/login') {
  const { page, router } = await mountPage(LoginPage, at)
  await page.find('[name=username]').setValue(' chief ')
  await page.find('[name=password]').setValue('secret')
  await page.find('form').trigger('submit')
  await settle()
  return { page, router }
}

describe('logging in', () => {
  it('names the device, so that a phone stays in', async () => {
    narrow(true)
    const asked = serve({ 'POST /session': { body: session } })
    const { router } = await logIn()
    expect(asked[0]!.json).toEqual({ username: 'chief', password: 'secret', device: 'phone' })
    expect(router.currentRoute.value.path).toBe('/')
  })

  it('goes where one wanted to go, and nowhere outside', async () => {
    narrow(true)
    serve({ 'POST /session': { body: session } })
    expect((await logIn('/login?next=/cases/1')).router.currentRoute.value.fullPath).toBe('/cases/1')
    expect((await logIn('/login?next=//evil.example')).router.currentRoute.value.fullPath).toBe('/')
  })

  it('leads a supervisor at a wide screen to the desk', async () => {
    narrow(false)
    const user = { ...session.user, roles: [{ role: 'supervisor', unit_id: 'u' }] }
    const asked = serve({ 'POST /session': { body: { ...session, user } } })
    const { router } = await logIn()
    expect(router.currentRoute.value.path).toBe('/desk')
    expect(asked[0]!.json).toMatchObject({ device: 'desk' })
  })

  it('says what is wrong and what to do', async () => {
    narrow(true)
    serve({ 'POST /session': problem(401, 'bad_credentials') })
    const { page } = await logIn()
    expect(page.find('[role=alert]').text()).toContain('用户名或密码不对，请检查后再试。')
    expect((page.find('[name=password]').element as HTMLInputElement).value).toBe('')
  })

  it('says how long a locked account stays locked', async () => {
    narrow(true)
    serve({ 'POST /session': problem(429, 'locked_out', { 'Retry-After': '840' }) })
    expect((await logIn()).page.find('[role=alert]').text()).toContain('约 14 分钟后再试')
  })

  it('asks for a password of one’s own first', async () => {
    narrow(true)
    serve({ 'POST /session': { body: { ...session, user: { ...session.user, must_change_password: true } } } })
    expect((await logIn()).router.currentRoute.value.path).toBe('/me/password')
  })
})

describe('the session', () => {
  async function store() {
    setActivePinia(createPinia())
    return useSession()
  }

  it('remembers the person when the network is away', async () => {
    await freshPhone()
    const mine = await store()
    await mine.confirm()
    expect([mine.user?.name, mine.standing, mine.confirmedId]).toEqual(['张三', 'remembered', null])
  })

  it('keeps the person but sends nothing once the log-in has ended', async () => {
    await freshPhone()
    serve({ 'GET /session': problem(401, 'login_required') })
    const mine = await store()
    await mine.confirm()
    expect([mine.user?.name, mine.standing, mine.confirmedId]).toEqual(['张三', 'ended', null])
  })
})

describe('two people on one phone', () => {
  const other = { ...session.user, id: 'other-id', name: '李四' }
  const asOther = { body: { user: other, csrf_token: 'token-of-other' } }

  async function chief() {
    await freshPhone()
    setActivePinia(createPinia())
    const mine = useSession()
    serve({ 'GET /session': { body: session } })
    await mine.confirm()
    expect(mine.confirmedId).toBe(session.user.id)
    return mine
  }

  const told = (person: object | null) => dispatchEvent(new StorageEvent('storage', { key: 'session.user', newValue: person && JSON.stringify(person) }))

  it('the tab of one never turns into the other’s by itself', async () => {
    const mine = await chief()
    serve({ 'GET /session': asOther })
    await mine.confirm()
    expect([mine.user?.name, mine.stranger?.name, mine.confirmedId]).toEqual(['张三', '李四', null])
  })

  it('the tab of one hears at once that the other has logged in', async () => {
    const mine = await chief()
    told(other)
    expect([mine.user?.name, mine.stranger?.name, mine.confirmedId]).toEqual(['张三', '李四', null])
  })

  it('the tab of one is told nothing that is the other’s', async () => {
    const mine = await chief()
    told(other)
    const asked = serve({ 'GET /session': asOther, 'GET /cases': { body: { items: ['of the other'] } } })
    await expect(get('/cases')).rejects.toBeInstanceOf(NoAnswer)
    expect(asked).toEqual([])
    await mine.becomeStranger()
    expect(await get('/cases')).toEqual({ items: ['of the other'] })
  })

  it('a refused token that turns out to be the other’s stops the sending', async () => {
    const mine = await chief()
    serve({ 'GET /session': asOther, 'POST /x': problem(403, 'csrf') })
    await post('/x', {}).catch(() => undefined)
    expect([mine.stranger?.name, mine.confirmedId]).toEqual(['李四', null])
  })

  it('goes on by itself once the first has logged in again in another tab', async () => {
    const mine = await chief()
    told(other)
    serve({ 'GET /session': { body: session } })
    told(session.user)
    await settle()
    expect([mine.stranger, mine.confirmedId]).toEqual([null, session.user.id])
  })

  it('a log-out in another tab is a log-out here', async () => {
    const mine = await chief()
    told(null)
    expect([mine.user?.name, mine.standing]).toEqual(['张三', 'ended'])
  })

  it('the log-in page says who is there, and lets them go on', async () => {
    narrow(true)
    await freshPhone()
    const { page, router } = await mountPage(LoginPage, '/login')
    useSession().meet(other)
    await settle()
    expect(page.text()).toContain('李四 已在另一个页面登录。张三 写的内容都在手机里')
    serve({ 'GET /session': asOther })
    await button(page, '以 李四 继续').trigger('click')
    await settle()
    expect([useSession().confirmedId, router.currentRoute.value.path]).toEqual(['other-id', '/'])
  })

  it('the log-in page says whose entries wait, by the name they logged in under', async () => {
    await chief()
    useSession().$dispose()
    await db.outbox.add({ id: 'e', owner: session.user.id, case_id: 'c', state: 'waiting', photos: [], title: 'SECRET' } as never)
    const { page } = await mountPage(LoginPage, '/login')
    await settle()
    expect(page.text()).toContain('这部手机里还有 张三 的 1 条没有上传')
    expect(page.text()).not.toContain('SECRET')
  })
})

describe('mine', () => {
  const waiting = (owner: string, state = 'waiting') => db.outbox.add({ id: crypto.randomUUID(), owner, case_id: 'c', state, photos: [], next_try_at: 0 } as never)

  async function leaving() {
    const { page, router } = await mountPage(MePage, '/me')
    await settle()
    await button(page, /^退出登录/).trigger('click')
    await settle()
    return { page, router }
  }

  it('warns of what is unsent before logging out, and keeps it', async () => {
    await freshPhone()
    await waiting(session.user.id)
    await waiting(session.user.id, 'needs_you')
    await waiting(session.user.id, 'received')
    const asked = serve({ 'DELETE /session': { status: 204 } })
    const { page, router } = await leaving()
    expect(page.find('dialog').text()).toContain('您还有 2 条没有上传')
    expect(page.find('dialog').text()).toContain('其中 1 条要您处理')
    expect(button(page, '导出备份').attributes('href')).toBe('/outbox?export=1')
    await button(page, '仍然退出').trigger('click')
    await settle()
    expect(asked.at(-1)).toMatchObject({ method: 'DELETE', path: '/session' })
    expect(router.currentRoute.value.path).toBe('/login')
    expect(await db.outbox.count()).toBe(3)
    expect(page.text()).not.toContain('SECRET')
  })

  it('can send first, and sees it done', async () => {
    await freshPhone()
    const seq = await waiting(session.user.id)
    serve({ 'GET /session': { body: session } })
    const { page } = await leaving()
    await button(page, '现在上传').trigger('click')
    await db.outbox.update(seq, { state: 'received' })
    await settle()
    expect(page.find('dialog').text()).toContain('已经全部上传，可以放心退出')
    expect(page.find('dialog .main').text()).toBe('退出登录')
  })

  it('without a network says that nobody has been logged out', async () => {
    await freshPhone()
    serve({ 'DELETE /session': 'no network' })
    const { page, router } = await leaving()
    await page.find('dialog .main').trigger('click')
    await settle()
    expect(page.find('dialog [role=alert]').text()).toContain('您还没有退出。联网后再退出')
    expect([useSession().user?.name, router.currentRoute.value.path]).toEqual([session.user.name, '/me'])
  })

  it('leaves without a word when there is nothing to say', async () => {
    await freshPhone()
    const { page } = await leaving()
    expect(page.find('dialog').text()).not.toContain('没有上传')
  })

  it('switches to sunlight and keeps it', async () => {
    await freshPhone()
    const { page } = await mountPage(MePage, '/me')
    await button(page, '强光').trigger('click')
    expect(document.documentElement.dataset.mode).toBe('sun')
    expect(localStorage.getItem('display.mode')).toBe('sun')
  })
})

describe('a new password', () => {
  it('is sent only when typed twice alike, and refusals say why', async () => {
    await freshPhone()
    const reply = { status: 422, body: { status: 422, code: 'weak_password', detail: '', fields: { new_password: ['at least 10 characters'] } } }
    serve({ 'POST /password': reply })
    const { page } = await mountPage(PasswordPage, '/me/password')
    const [old, fresh, again] = page.findAll('input[type=password]')
    await old!.setValue('old')
    await fresh!.setValue('new')
    await again!.setValue('other')
    expect(page.find('button[type=submit]').attributes('disabled')).toBeDefined()
    await again!.setValue('new')
    await page.find('form').trigger('submit')
    await settle()
    expect(page.find('[role=alert]').text()).toContain('at least 10 characters')
  })
})
