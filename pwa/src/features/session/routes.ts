import type { RouteRecordRaw } from 'vue-router'

export const open: RouteRecordRaw[] = [{ path: '/login', component: () => import('./LoginPage.vue'), meta: { open: true } }]
export const tabs: RouteRecordRaw[] = [{ path: '/me', component: () => import('./MePage.vue') }]
export const pages: RouteRecordRaw[] = [{ path: '/me/password', component: () => import('./PasswordPage.vue') }]
