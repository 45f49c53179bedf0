import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import * as cases from '@/features/cases/routes'
import * as device from '@/features/device/routes'
import * as outbox from '@/features/outbox/routes'
import * as roads from '@/features/roads/routes'
import * as session from '@/features/session/routes'
import { useSession } from '@/features/session/store'
import PhoneShell from './PhoneShell.vue'

const phone: RouteRecordRaw = {
  path: '/',
  component: PhoneShell,
  // Tabs keep the bar at the foot; pages have the whole screen for one act.
  children: [
    ...[cases.tabs, roads.tabs, session.tabs].flat().map((route) => ({ ...route, meta: { tab: true } })),
    ...[cases.pages, device.pages, outbox.pages, session.pages].flat(),
  ] as RouteRecordRaw[],
}

/** Where the desk's own routes come in when somebody goes there: a phone on the street never loads them. */
const deskDoor: RouteRecordRaw = {
  path: '/desk/:rest(.*)*',
  name: 'desk-door',
  component: PhoneShell,
  meta: { desk: true },
  beforeEnter: async (to) => {
    const { desk } = await import('./desk/routes')
    router.addRoute(desk)
    router.removeRoute('desk-door')
    return to.fullPath
  },
}

export const router = createRouter({
  history: createWebHistory(),
  routes: [...session.open, ...cases.open, phone, deskDoor, { path: '/:rest(.*)*', redirect: '/' }],
  // The first screen stands at its top already; to scroll would only lay it out once more.
  scrollBehavior: (_to, from, saved) => saved ?? (from.matched.length > 0 && { top: 0 }),
})

router.beforeEach((to) => {
  const { user, standing } = useSession()
  if (to.meta.open) return true
  // On the street work goes on after the log-in has run out; at a desk there is nothing to see without it.
  const mayEnter = user !== null && !(to.matched.some((route) => route.meta.desk) && standing === 'ended')
  if (!mayEnter) return { path: '/login', query: to.fullPath === '/' ? {} : { next: to.fullPath } }
  if (user.must_change_password && to.path !== '/me/password') return '/me/password'
  return true
})
