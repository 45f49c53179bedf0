import type { RouteRecordRaw } from 'vue-router'
import StreetPage from './StreetPage.vue'

export const tabs: RouteRecordRaw[] = [
  // The first screen comes with the app itself; the rest follows.
  { path: '/', component: StreetPage },
  { path: '/tasks', component: () => import('./TasksPage.vue') },
]
/** Pictures arrive whoever is there; what becomes of them needs a log-in. */
export const open: RouteRecordRaw[] = [{ path: '/shared', component: () => import('./SharedPage.vue'), meta: { open: true } }]
export const pages: RouteRecordRaw[] = [
  { path: '/report', component: () => import('./ReportPage.vue') },
  { path: '/reports', component: () => import('./ReportsPage.vue') },
  { path: '/segment-cases', component: () => import('./SegmentCasesPage.vue') },
  { path: '/cases/:id', component: () => import('./CasePage.vue') },
  { path: '/cases/:id/check', component: () => import('./CheckPage.vue') },
]
