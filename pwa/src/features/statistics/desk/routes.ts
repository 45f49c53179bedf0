import type { RouteRecordRaw } from 'vue-router'
import type { Role } from '@/core/api'
import { useSession } from '@/features/session/store'

const readers: Role[] = ['supervisor', 'viewer', 'organiser', 'admin']

export const routes: RouteRecordRaw[] = [
  { path: 'cleanups/statistics', name: 'desk-cleanup-statistics', component: () => import('./StatisticsView.vue'), beforeEnter: () => useSession().has(...readers) || '/desk' },
]
