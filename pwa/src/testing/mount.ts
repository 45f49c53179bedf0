/** Mounts a component as the app would: words, store, router, an empty phone. */
import { mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import type { Component } from 'vue'
import { createMemoryHistory, createRouter, type Router } from 'vue-router'
import { setToken, shut } from '@/core/api'
import { db } from '@/core/db'
import { session } from './fixtures'

export async function freshPhone(user: object | null = session.user): Promise<void> {
  await Promise.all(db.tables.map((table) => table.clear()))
  localStorage.clear()
  setToken('')
  shut(false)
  if (user) localStorage.setItem('session.user', JSON.stringify(user))
}

export async function mountPage(component: Component, at = '/', path = '/:rest(.*)*', props: object = {}): Promise<{ page: VueWrapper; router: Router }> {
  const pinia = createPinia()
  setActivePinia(pinia)
  const blank = { template: '<div />', render: () => null }
  const routes = [{ path, component: blank }, ...(path === '/:rest(.*)*' ? [] : [{ path: '/:rest(.*)*', component: blank }])]
  const router = createRouter({ history: createMemoryHistory(), routes })
  await router.push(at)
  const page = mount(component, { props, attachTo: document.body, global: { plugins: [pinia, router] } })
  return { page, router }
}

/** Lets IndexedDB, fetch and Vue come to rest: until the screen has stayed the same for a while. */
export async function settle(): Promise<void> {
  let seen = ''
  for (let same = 0, round = 0; same < 4 && round < 100; round++) {
    await new Promise((resolve) => setTimeout(resolve, 15))
    same = document.body.innerHTML === seen ? same + 1 : 0
    seen = document.body.innerHTML
  }
}

export function button(page: VueWrapper, words: string | RegExp) {
  const found = page.findAll('button, a').find((one) => (typeof words === 'string' ? one.text().includes(words) : words.test(one.text())))
  if (!found) throw new Error(`no button ${words} among: ${page.findAll('button, a').map((one) => one.text()).join(' | ')}`)
  return found
}
