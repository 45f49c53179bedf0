import type { RouteRecordRaw } from 'vue-router'
import { useSession } from '@/features/session/store'

/** The server refuses anyway; this spares people a form that could not be saved. */
const beforeEnter = () => useSession().has('organiser') || '/desk/cleanups'

export const routes: RouteRecordRaw[] = [
  { path: 'cleanups', name: 'desk-cleanups', component: () => import('./CalendarView.vue') },
  { path: 'cleanups/new', component: () => import('./SessionFormView.vue'), beforeEnter },
  { path: 'cleanups/:id', name: 'desk-cleanup', component: () => import('./SessionView.vue'), props: true },
  { path: 'cleanups/:id/edit', component: () => import('./SessionFormView.vue'), props: true, beforeEnter },
  { path: 'cleanups/:id/sheet', component: () => import('./SheetView.vue'), props: true },
]
