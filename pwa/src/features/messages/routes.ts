import type { RouteRecordRaw } from 'vue-router'

export const pages: RouteRecordRaw[] = [{ path: '/messages', component: () => import('./MessagesPage.vue') }]
