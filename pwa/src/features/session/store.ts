/** Who is here. Remembered on the device, so that work goes on without a network and after the log-in has ended. */
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { ApiProblem, get, post, remove, setToken, whenLoggedOut, type Role, type Session, type User } from '@/core/api'

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
  const id = computed(() => user.value?.id ?? '')
  /** The person the server has confirmed; only for them does the outbox move. */
  const confirmedId = computed(() => (standing.value === 'in' ? id.value : null))

  function enter(session: Session): void {
    setToken(session.csrf_token)
    user.value = session.user
    standing.value = 'in'
    localStorage.setItem(key, JSON.stringify(session.user))
  }

  function forget(): void {
    setToken('')
    user.value = null
    standing.value = 'out'
    localStorage.removeItem(key)
  }

  function end(): void {
    if (user.value) standing.value = 'ended'
  }

  /** Asks the server who we are; silence changes nothing. */
  async function confirm(): Promise<void> {
    try {
      enter(await get<Session>('/session'))
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 401) end()
    }
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
  return { user, standing, id, confirmedId, confirm, logIn, logOut, end, has }
})
