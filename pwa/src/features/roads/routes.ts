import type { RouteRecordRaw } from 'vue-router'

export const tabs: RouteRecordRaw[] = [{ path: '/segments', component: () => import('./SegmentsPage.vue') }]
