/** Who is here. Remembered on the device, so that work goes on without a network and after the log-in has ended. */
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { ApiProblem, get, post, remove, setToken, shut, whenLoggedOut, whenStranger, type Role, type Session, type User } from '@/core/api'
import { rememberName } from './people'

const key = 'session.user'

/** remembered: not yet asked · in: the server knows us · ended: it does not any more · out: nobody. */
export type Standing = 'remembered' | 'in' | 'ended' | 'out'

function remembered(): User | null {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') as User | null
  } catch {
    return null
  }
}

export const useSession = defineStore('session', () => {
  const user = ref<User | null>(remembered())
  const standing = ref<Standing>(user.value ? 'remembered' : 'out')
  /** Asked who is here, nobody answered. */
  const isUnanswered = ref(false)
  /** Who has logged in meanwhile in another tab: the cookie is theirs, what stands here is not. */
  const stranger = ref<User | null>(null)
  const id = computed(() => user.value?.id ?? '')
  /** The person the server has confirmed; only for them does the outbox move. */
  const confirmedId = computed(() => (standing.value === 'in' ? id.value : null))

  function enter(session: Session): void {
    setToken(session.csrf_token, session.user.id)
    stranger.value = null
    shut(false)
    user.value = session.user
    standing.value = 'in'
    localStorage.setItem(key, JSON.stringify(session.user))
    rememberName(session.user)
  }

  function forget(): void {
    setToken('')
    stranger.value = null
    shut(false)
    user.value = null
    standing.value = 'out'
    localStorage.removeItem(key)
  }

  function end(): void {
    if (user.value) standing.value = 'ended'
  }

  /** This tab goes on as whom it was opened for, and sends nothing, until somebody decides. */
  function meet(other: User): void {
    stranger.value = other
    shut(true)
    end()
  }

  /** Asks the server who we are; silence changes nothing. */
  async function confirm(): Promise<void> {
    try {
      const session = await get<Session>('/session', { timeoutMs: 15_000 })
      isUnanswered.value = false
      if (user.value && session.user.id !== user.value.id) meet(session.user)
      else enter(session)
    } catch (error) {
      isUnanswered.value = !(error instanceof ApiProblem)
      if (error instanceof ApiProblem && error.status === 401) end()
    }
  }

  /** The tab becomes the one whose log-in this browser holds. */
  async function becomeStranger(): Promise<void> {
    enter(await get<Session>('/session'))
  }

  /** Another tab has logged in or out. */
  function hear({ key: changed, newValue }: StorageEvent): void {
    if (changed !== key || !user.value) return
    const other = newValue ? (JSON.parse(newValue) as User) : null
    if (other && other.id !== user.value.id) meet(other)
    else if (!other) end()
    else if (standing.value !== 'in') void confirm()
  }

  async function logIn(username: string, password: string, device: 'phone' | 'desk'): Promise<void> {
    enter(await post<Session>('/session', { username, password, device }))
  }

  async function logOut(everywhere = false): Promise<void> {
    try {
      await remove(everywhere ? '/sessions' : '/session')
    } catch (error) {
      if (!(error instanceof ApiProblem && error.status === 401)) throw error
    }
    forget()
  }

  const has = (...roles: Role[]) => user.value?.roles.some((grant) => roles.includes(grant.role)) ?? false

  whenLoggedOut(end)
  whenStranger(meet)
  window.addEventListener('storage', hear)
  return { user, standing, isUnanswered, stranger, id, confirmedId, confirm, meet, becomeStranger, logIn, logOut, end, has }
})
