import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [{ path: 'segments', component: () => import('./SegmentsView.vue') }]
