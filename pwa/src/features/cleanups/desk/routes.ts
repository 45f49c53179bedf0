import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: 'cleanups', name: 'desk-cleanups', component: () => import('./CalendarView.vue') },
  { path: 'cleanups/new', component: () => import('./SessionFormView.vue') },
  { path: 'cleanups/:id', name: 'desk-cleanup', component: () => import('./SessionView.vue'), props: true },
  { path: 'cleanups/:id/edit', component: () => import('./SessionFormView.vue'), props: true },
  { path: 'cleanups/:id/sheet', component: () => import('./SheetView.vue'), props: true },
]
