/** The desk's routes: gathered from the features, so that a feature brings its own. Components load lazily. */
import type { RouteRecordRaw } from 'vue-router'
import { loadDeskWords } from '@/core/i18n'

const tables = import.meta.glob<RouteRecordRaw[]>(
  ['/src/features/*/desk/routes.ts', '/src/features/admin/routes.ts'],
  { eager: true, import: 'routes' },
)

export const desk: RouteRecordRaw = {
  path: '/desk',
  component: () => import('./DeskShell.vue'),
  meta: { desk: true },
  beforeEnter: loadDeskWords,
  children: Object.values(tables).flat(),
}
