import type { RouteRecordRaw } from 'vue-router'
import * as tally from '@/features/tally/routes'

/** For helpers without an account, and for whoever signs in at the site. */
export const open: RouteRecordRaw[] = tally.open
export const pages: RouteRecordRaw[] = [
  { path: '/cleanups', component: () => import('./CleanupsPage.vue') },
  { path: '/cleanups/:session', component: () => import('./SessionPage.vue') },
  { path: '/cleanups/:session/sites/:site', component: () => import('./SitePage.vue') },
  { path: '/cleanups/:session/sites/:site/shops', component: () => import('./ShopsPage.vue') },
  ...tally.pages,
]
