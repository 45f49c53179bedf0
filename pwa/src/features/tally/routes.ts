import type { RouteRecordRaw } from 'vue-router'

/** Without a log-in: a helper's link, and signing in by QR. */
export const open: RouteRecordRaw[] = [
  { path: '/count/:token', component: () => import('./LinkCountPage.vue'), meta: { open: true } },
  { path: '/sign-in/:code', component: () => import('./SignInPage.vue'), meta: { open: true } },
]
export const pages: RouteRecordRaw[] = [{ path: '/cleanups/:session/sites/:site/count', component: () => import('./CountPage.vue') }]
