import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [{ path: 'cleanups/:id/brief', name: 'desk-brief', component: () => import('./BriefView.vue'), props: true }]
