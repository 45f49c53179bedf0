import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
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

describe('mine', () => {
  it('warns of what is unsent before logging out, and keeps it', async () => {
    await freshPhone()
    await db.outbox.add({ id: 'e', owner: session.user.id, case_id: 'c', state: 'waiting', photos: [] } as never)
    const asked = serve({ 'DELETE /session': { status: 204 } })
    const { page, router } = await mountPage(MePage, '/me')
    await settle()
    await button(page, /^退出登录/).trigger('click')
    expect(page.find('dialog').text()).toContain('还有 1 条没有上传')
    await page.find('dialog .main').trigger('click')
    await settle()
    expect(asked.at(-1)).toMatchObject({ method: 'DELETE', path: '/session' })
    expect(router.currentRoute.value.path).toBe('/login')
    expect(await db.outbox.count()).toBe(1)
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
