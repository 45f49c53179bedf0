import type { RouteRecordRaw } from 'vue-router'
import type { Role } from '@/core/api'
import { useSession } from '@/features/session/store'

/** The server refuses anyway; this spares people a page full of refusals. */
const only = (...roles: Role[]) => () => useSession().has(...roles) || '/desk'

export const routes: RouteRecordRaw[] = [
  { path: 'shops', name: 'desk-shops', component: () => import('./ShopsView.vue'), beforeEnter: only('supervisor', 'viewer', 'organiser', 'admin') },
  { path: 'cleanups/terms', name: 'desk-cleanup-terms', component: () => import('./TermsView.vue'), beforeEnter: only('organiser', 'admin') },
]
