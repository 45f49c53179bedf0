import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [{ path: 'messages', name: 'desk-messages', component: () => import('./MessagesView.vue') }]
