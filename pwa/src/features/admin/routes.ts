import type { RouteRecordRaw } from 'vue-router'
import type { Role } from '@/core/api'
import { useSession } from '@/features/session/store'

/** The server refuses anyway; this spares people a page full of refusals. */
const only = (...roles: Role[]) => () => useSession().has(...roles) || '/desk'

export const routes: RouteRecordRaw[] = [
  { path: 'chiefs', component: () => import('./chiefs/ChiefsView.vue'), beforeEnter: only('admin', 'supervisor', 'viewer') },
  {
    path: 'admin',
    component: () => import('./AdminLayout.vue'),
    beforeEnter: only('admin'),
    redirect: '/desk/admin/people',
    children: [
      { path: 'people', component: () => import('./people/PeopleView.vue') },
      { path: 'categories', component: () => import('./catalog/CategoriesView.vue') },
      { path: 'clocks', component: () => import('./clocks/ClocksView.vue') },
      { path: 'departments', component: () => import('./places/DepartmentsView.vue') },
      { path: 'rules', component: () => import('./rules/RulesView.vue') },
      { path: 'units', component: () => import('./places/UnitsView.vue') },
      { path: 'robots', component: () => import('./robots/RobotsView.vue') },
      { path: 'robots/log', component: () => import('./robots/SendsView.vue') },
      { path: 'levels', component: () => import('./levels/LevelsView.vue') },
      { path: 'audit', component: () => import('./AuditView.vue') },
    ],
  },
]
