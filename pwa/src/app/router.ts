import { createRouter, createWebHistory, type RouteMeta, type RouteRecordRaw } from 'vue-router'
import * as cases from '@/features/cases/routes'
import * as device from '@/features/device/routes'
import * as outbox from '@/features/outbox/routes'
import * as roads from '@/features/roads/routes'
import * as session from '@/features/session/routes'
import { useSession } from '@/features/session/store'
import PhoneShell from './PhoneShell.vue'

const phone: RouteRecordRaw = {
  path: '/',
  name: 'phone',
  component: PhoneShell,
  // Tabs keep the bar at the foot; pages have the whole screen for one act.
  children: [
    ...[cases.tabs, roads.tabs, session.tabs].flat().map((route) => ({ ...route, meta: { tab: true } })),
    ...[cases.pages, device.pages, outbox.pages, session.pages].flat(),
  ] as RouteRecordRaw[],
}

/** A door that brings the routes behind it when somebody first goes there: a phone on the street never loads them before. */
const door = (path: string, meta: RouteMeta, bring: () => Promise<void>): RouteRecordRaw => ({
  path: path + '/:rest(.*)*',
  name: path,
  component: PhoneShell,
  meta,
  beforeEnter: async (to) => {
    await bring()
    router.removeRoute(path)
    return to.fullPath
  },
})

const deskDoor = door('/desk', { desk: true }, async () => void router.addRoute((await import('./desk/routes')).desk))
/** Open, as a helper's link and the sign-in need no log-in; which of the pages behind do, each says itself. */
const cleanupDoor = door('/:in(cleanups|count|sign-in|messages)', { open: true }, async () => (await import('./cleanups')).addTo(router))

export const router = createRouter({
  history: createWebHistory(),
  routes: [...session.open, ...cases.open, phone, deskDoor, cleanupDoor, { path: '/:rest(.*)*', redirect: '/' }],
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
