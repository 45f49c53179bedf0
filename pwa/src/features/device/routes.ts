import type { RouteRecordRaw } from 'vue-router'

export const pages: RouteRecordRaw[] = [{ path: '/me/install', component: () => import('./InstallPage.vue') }]
