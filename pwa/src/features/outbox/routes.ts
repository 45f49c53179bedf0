import type { RouteRecordRaw } from 'vue-router'

export const pages: RouteRecordRaw[] = [
  { path: '/outbox', component: () => import('./OutboxPage.vue') },
  { path: '/outbox/:id', component: () => import('./ClashPage.vue') },
]
