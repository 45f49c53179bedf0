/** The desk's routes: gathered from the features, so that a feature brings its own. Components load lazily. */
import type { RouteLocationRaw, RouteRecordRaw } from 'vue-router'
import { loadDeskWords } from '@/core/i18n'
import { useSession } from '@/features/session/store'

const tables = import.meta.glob<RouteRecordRaw[]>(
  ['/src/features/*/desk/routes.ts', '/src/features/admin/routes.ts'],
  { eager: true, import: 'routes' },
)

/** The first view of whoever comes: what waits for them. */
function home(): RouteLocationRaw {
  const waits = useSession().has('handler', 'road_chief')
  return { name: 'desk-cases', query: waits ? { task: 'mine', sort: 'due_at' } : { status: 'reported' } }
}

export const desk: RouteRecordRaw = {
  path: '/desk',
  component: () => import('./DeskShell.vue'),
  meta: { desk: true },
  beforeEnter: loadDeskWords,
  children: [{ path: '', redirect: home }, ...Object.values(tables).flat(), { path: ':rest(.*)*', redirect: '/desk' }],
}
