import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: 'cases/:id?', name: 'desk-cases', component: () => import('./QueueView.vue') },
  { path: 'cases/:id/print', name: 'desk-print', component: () => import('./PrintView.vue'), props: true },
  { path: 'imports', name: 'desk-imports', component: () => import('./ImportView.vue') },
  { path: 'entry', name: 'desk-entry', component: () => import('./EntryView.vue') },
  { path: 'counts', name: 'desk-counts', component: () => import('./CountsView.vue') },
  { path: 'segments/:id', component: () => import('./SegmentView.vue'), props: true },
]
