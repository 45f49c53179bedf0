import type { RouteRecordRaw } from 'vue-router'

/** Counting brings its own: the counter, a helper's link, the sign-in. */
const counting = Object.values(import.meta.glob<{ open: RouteRecordRaw[]; pages: RouteRecordRaw[] }>('/src/features/tally/routes.ts', { eager: true }))

/** For helpers without an account, and for whoever signs in at the site. */
export const open: RouteRecordRaw[] = counting.flatMap((one) => one.open)
export const pages: RouteRecordRaw[] = [{ path: '/cleanups', component: () => import('./CleanupsPage.vue') }, ...counting.flatMap((one) => one.pages)]
