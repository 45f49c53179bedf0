import { afterEach, describe, expect, it, vi } from 'vitest'
import type { ManyResult } from '@/core/api'
import { problem, serve } from '@/testing/server'
import { PORTION, useMany } from './many'

interface Sent {
  action_id: string
  action: string
  targets?: { id: string; version: number }[]
  filter?: object
  after_id?: string
  as_of?: string
  note?: string
  suggested?: boolean
}

const result = (id: string, over: Partial<ManyResult> = {}): ManyResult => ({ id, number: null, outcome: 'done', status: 'filed', version: 2, department_id: null, code: null, detail: null, fields: null, ...over })
const refused = (id: string, code: string) => result(id, { outcome: 'refused', code, status: 'closed', version: 7 })
const answer = (results: ManyResult[], next_after: string | null = null) => ({ body: { results, done: 0, refused: 0, next_after, as_of: next_after && '2026-11-23T09:00:00Z' } })
const rows = (n: number) => Array.from({ length: n }, (_, i) => ({ id: `c${i}`, version: i }))
const path = 'POST /cases/actions'

describe('one move for many', () => {
  afterEach(() => vi.unstubAllGlobals())

  it('goes in portions under one id, each case with the version seen', async () => {
    const asked = serve({ [path]: ({ json }) => answer((json as Sent).targets!.map(({ id }) => result(id))) })
    const many = useMany()
    expect(await many.start({ action: 'file', given: {}, targets: { rows: rows(PORTION * 2 + 1) } })).toBe(true)
    const sent = asked.map(({ json }) => json as Sent)
    expect(sent.map(({ targets }) => targets!.length)).toEqual([PORTION, PORTION, 1])
    expect(new Set(sent.map(({ action_id }) => action_id)).size).toBe(1)
    expect(sent[1]!.targets![0]).toEqual({ id: `c${PORTION}`, version: PORTION })
    expect([many.done.value.length, many.size.value, many.isBusy.value]).toEqual([101, 101, false])
  })

  it('tells what went from what did not', async () => {
    serve({ [path]: answer([result('c0'), refused('c1', 'stale_version'), refused('c2', 'move_not_allowed')]) })
    const many = useMany()
    await many.start({ action: 'reject', given: { note: '重复上报' }, targets: { rows: rows(3) } })
    expect(many.refused.value.map(({ code }) => code)).toEqual(['stale_version', 'move_not_allowed'])
    expect(many.done.value.map(({ id }) => id)).toEqual(['c0'])
  })

  it('follows a filter to its end, as of the moment it began', async () => {
    let turn = 0
    const asked = serve({ [path]: () => answer([result(`c${turn}`)], turn++ < 2 ? `c${turn - 1}` : null) })
    const many = useMany()
    expect(await many.start({ action: 'assign', given: { suggested: true }, targets: { filter: { status: ['reported'] }, size: 2 } })).toBe(true)
    const sent = asked.map(({ json }) => json as Sent)
    expect(sent[0]).toMatchObject({ filter: { status: ['reported'] }, most: PORTION, suggested: true })
    expect(sent[0]).not.toHaveProperty('after_id')
    expect(sent[2]).toMatchObject({ after_id: 'c1', as_of: '2026-11-23T09:00:00Z' })
    expect(many.size.value).toBe(3)
  })

  it('stops where nobody answers, and goes on there as the same act', async () => {
    let isAway = false
    let turn = 0
    const asked = serve({
      [path]: ({ json }) => {
        isAway = ++turn === 2
        return isAway ? 'no network' : answer((json as Sent).targets!.map(({ id }) => result(id)))
      },
    })
    const many = useMany()
    expect(await many.start({ action: 'file', given: {}, targets: { rows: rows(PORTION + 5) } })).toBe(false)
    expect([many.results.value.length, many.problem.value !== null]).toEqual([PORTION, true])
    expect(await many.goOn()).toBe(true)
    const [, lost, again] = asked.map(({ json }) => json as Sent)
    expect(again).toEqual(lost)
    expect([many.results.value.length, many.problem.value]).toEqual([PORTION + 5, null])
  })

  it('stops when told to, after the portion on its way, and can be taken up again', async () => {
    const many = useMany()
    serve({
      [path]: ({ json }) => {
        many.stop()
        return answer((json as Sent).targets!.map(({ id }) => result(id)))
      },
    })
    expect(await many.start({ action: 'file', given: {}, targets: { rows: rows(PORTION * 2) } })).toBe(false)
    expect([many.results.value.length, many.problem.value]).toEqual([PORTION, null])
    expect(await many.goOn()).toBe(true)
    expect(many.results.value).toHaveLength(PORTION * 2)
  })

  it('is refused as a whole where the words are wrong', async () => {
    serve({ [path]: problem(422, 'move_incomplete') })
    const many = useMany()
    expect(await many.start({ action: 'reject', given: {}, targets: { rows: rows(2) } })).toBe(false)
    expect(many.problem.value).toMatchObject({ code: 'move_incomplete' })
    many.forget()
    expect([many.act.value, many.problem.value, await many.goOn()]).toEqual([null, null, false])
  })

  it('is another act each time', async () => {
    const asked = serve({ [path]: answer([result('c0')]) })
    const many = useMany()
    await many.start({ action: 'file', given: {}, targets: { rows: rows(1) } })
    await many.start({ action: 'file', given: {}, targets: { rows: rows(1) } })
    expect(new Set(asked.map(({ json }) => (json as Sent).action_id)).size).toBe(2)
  })

  it('sends nothing a second time while it is on its way', async () => {
    const asked = serve({ [path]: answer([result('c0')]) })
    const many = useMany()
    const first = many.start({ action: 'file', given: {}, targets: { rows: rows(1) } })
    expect(await many.start({ action: 'reject', given: {}, targets: { rows: rows(1) } })).toBe(false)
    await first
    expect(asked).toHaveLength(1)
  })
})
