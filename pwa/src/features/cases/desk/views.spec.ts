import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Role, User } from '@/core/api'
import { problem, serve } from '@/testing/server'
import { nothing } from './filters'
import { namesFor, ofRoad, open, uncounted, useViews, viewsOf } from './views'

const user = (...roles: Role[]): User => ({ id: 'me', name: '', username: 'me', must_change_password: false, department_id: null, roles: roles.map((role) => ({ role, unit_id: 'u' })) })
const view = (name: string, query: string, total = 0, total_capped = false) => ({ view: name as 'open', query, total, total_capped })
const kept = (id: string, query: string) => ({ id, name: id, query })

describe('the views', () => {
  afterEach(() => vi.unstubAllGlobals())

  it('begin with what waits for a handler or chief', () => {
    expect(namesFor(user('handler'))[0]).toBe('mine')
    expect(namesFor(user('supervisor'))[0]).toBe('reported')
  })

  it("offer one's own entries only to those who make any", () => {
    expect(uncounted(user('viewer')).map(({ name }) => name)).toEqual(['all'])
    expect(uncounted(user('organiser'))[1]).toMatchObject({ name: 'entered', filters: { reporter_id: 'me' } })
  })

  it('are the filters the server counted, so that count and list agree', () => {
    const shown = viewsOf({ views: [view('overdue', 'overdue=true&sort=due_at', 3), view('open', 'status=reported&status=filed&sort=due_at', 1000, true), view('by_road', 'unplaced=false')] })
    expect(shown).toEqual([
      { name: 'overdue', filters: { ...nothing, overdue: true }, count: '3', tone: 'red' },
      { name: 'open', filters: { ...nothing, status: ['reported', 'filed'] }, count: '1000+', tone: undefined },
    ])
  })

  it('are counted in one question, with those one has kept', async () => {
    const asked = serve({ 'GET /cases/counts': { body: { views: [view('reported', 'status=reported', 4)], kept: [{ total: 7, total_capped: false }], roads: [] } } })
    const views = useViews(() => user('supervisor'), () => [kept('v1', 'q=%E6%A1%90%E6%9F%8F')], () => false)
    await views.count()
    expect(asked).toHaveLength(1)
    const search = new URLSearchParams(asked[0]!.path.split('?')[1])
    expect(search.get('views')!.split(',')).not.toContain('by_road')
    expect(search.getAll('kept')).toEqual([`q=${encodeURIComponent('桐柏')}&sort=due_at`])
    expect(views.counted.value[0]!.count).toBe('4')
    expect(views.kept.value).toEqual({ v1: '7' })
  })

  it('ask for roads only when they are looked at, the busiest first, without what has no road', async () => {
    const road = (key: string | null, many: number) => ({ key, name: key, total: many, open: many, overdue: 0 })
    const asked = serve({ 'GET /cases/counts': { body: { views: [], kept: [], roads: [road('a', 1), road(null, 9), road('b', 5)] } } })
    const views = useViews(() => user('supervisor'), () => [], () => true)
    await views.count()
    expect(asked[0]!.path).toContain('by_road')
    expect(views.roads.value.map(({ key }) => key)).toEqual(['b', 'a'])
    expect(ofRoad('b')).toMatchObject({ road_id: 'b', status: open })
  })

  it('are counted all the same when one that was kept is no filter any more', async () => {
    const asked = serve({
      'GET /cases/counts': ({ path }) => (path.includes('kept') ? problem(422, 'invalid') : { body: { views: [view('filed', 'status=filed', 2)], kept: [], roads: [] } }),
    })
    const views = useViews(() => user('supervisor'), () => [kept('v1', 'segment_id=gone')], () => false)
    await views.count()
    expect(asked).toHaveLength(2)
    expect(views.counted.value[0]!.count).toBe('2')
    expect(views.kept.value).toEqual({})
  })

  it('keep silent about another failure only to those who ask', async () => {
    serve({ 'GET /cases/counts': problem(500, 'server_error') })
    await expect(useViews(() => user('supervisor'), () => [], () => false).count()).rejects.toMatchObject({ status: 500 })
  })
})
