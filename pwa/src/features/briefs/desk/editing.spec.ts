import { effectScope, nextTick } from 'vue'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { site } from '@/testing/cleanups-desk'
import { freshPhone } from '@/testing/mount'
import { serve, type Asked, type Replies } from '@/testing/server'
import { blank, differing, offers, same, toggled, wordsOf, type Brief } from './brief'
import { useBriefEditing } from './editing'

const brief = (over: Partial<Brief> = {}): Brief => ({
  session_id: 's1', version: 0, is_stored: false, title: '简报', heading: '', weather: '', text: '905人次。', signature: '棉纺路街道', pairs: [], numbers: [], edited_at: null, is_text_edited: false, are_pairs_chosen: false, ...over,
})
const place = '/cleanup-sessions/s1/brief'
const puts = (asked: Asked[]) => asked.filter(({ method }) => method === 'PUT').map(({ json }) => json as Record<string, unknown>)
/** What a server that stands at so many words would answer. */
function kept(asked: Asked, text = '905人次。'): Brief {
  const sent = asked.json as Body
  const said = { is_text_edited: sent.text !== null, are_pairs_chosen: sent.pairs !== null }
  return brief({ ...sent, text: sent.text ?? text, pairs: sent.pairs ?? [], version: sent.version + 1, is_stored: true, ...said })
}
type Body = Omit<Brief, 'text' | 'pairs'> & { text: string | null, pairs: Brief['pairs'] | null }
const pause = (ms = 40) => new Promise((resolve) => setTimeout(resolve, ms))

let scope = effectScope()

function open(replies: Replies) {
  const asked = serve({ [`GET ${place}`]: { body: brief() }, [`PUT ${place}`]: (one) => ({ body: kept(one) }), ...replies })
  scope = effectScope()
  const editing = scope.run(() => useBriefEditing('s1', 10))!
  return { asked, editing }
}

beforeEach(() => freshPhone())
afterEach(() => {
  scope.stop()
  vi.unstubAllGlobals()
})

describe('editing a brief', () => {
  it('keeps what was typed by itself, once the typing pauses', async () => {
    const { editing, asked } = open({})
    await editing.load()
    editing.words.weather = '晴'
    await nextTick()
    editing.words.weather = '晴 8℃'
    await pause()
    expect(puts(asked)).toEqual([expect.objectContaining({ version: 0, weather: '晴 8℃' })])
    expect([editing.isChanged(), editing.stands.value?.version]).toEqual([false, 1])
  })

  it('sends nothing when only looked at', async () => {
    const { editing, asked } = open({})
    await editing.load()
    expect(await editing.save()).toBe(true)
    await pause()
    expect(puts(asked)).toEqual([])
  })

  it('goes on from the version of its own last word', async () => {
    const { editing, asked } = open({})
    await editing.load()
    for (const weather of ['晴', '阴']) {
      editing.words.weather = weather
      await nextTick()
      await editing.save()
    }
    expect(puts(asked).map(({ version }) => version)).toEqual([0, 1])
  })

  it('does not store a brief without a title', async () => {
    const { editing, asked } = open({})
    await editing.load()
    editing.words.title = ' '
    await nextTick()
    expect(await editing.save()).toBe(false)
    expect(puts(asked)).toEqual([])
  })

  it('keeps the words when there is no answer, and sends them with the next try', async () => {
    let isAway = true
    const { editing } = open({ [`PUT ${place}`]: (one) => (isAway ? 'no network' : { body: kept(one) }) })
    await editing.load()
    editing.words.text = '新的'
    await nextTick()
    expect(await editing.save()).toBe(false)
    expect([editing.words.text, editing.problem.value !== null]).toEqual(['新的', true])
    isAway = false
    expect(await editing.save()).toBe(true)
    expect(editing.problem.value).toBeNull()
  })

  it('follows the numbers until somebody edits, and then only in the table', async () => {
    let now = brief()
    const { editing } = open({ [`GET ${place}`]: () => ({ body: now }) })
    await editing.load()
    now = brief({ text: '906人次。', numbers: [{ name: '人次合计', now: 906, last_week: null, since_january: 906 }] })
    await editing.load()
    expect(editing.words.text).toBe('906人次。')
    editing.words.text = '我的话'
    scope.stop()
    now = brief({ text: '907人次。', numbers: [{ name: '人次合计', now: 907, last_week: null, since_january: 907 }] })
    await editing.load()
    expect([editing.words.text, editing.stands.value?.numbers[0]?.now]).toEqual(['我的话', 907])
  })

  it('sends no text that nobody wrote, and takes up what the numbers say meanwhile', async () => {
    const { editing, asked } = open({ [`PUT ${place}`]: (one) => ({ body: kept(one, '930人次。') }) })
    await editing.load()
    editing.words.weather = '晴'
    await editing.save()
    expect(puts(asked)).toEqual([expect.objectContaining({ weather: '晴', text: null, pairs: null })])
    expect([editing.words.text, editing.isChanged(), editing.isTextOwn()]).toEqual(['930人次。', false, false])
  })

  it('sends the text once somebody writes, and none again after it is composed anew', async () => {
    const { editing, asked } = open({ [`GET ${place}?composed=true`]: { body: brief({ text: '930人次。', is_text_edited: true }) } })
    await editing.load()
    editing.words.text = '我的话'
    expect(editing.isTextOwn()).toBe(true)
    await editing.save()
    await editing.composeAgain()
    await editing.save()
    expect(puts(asked).map(({ text }) => text)).toEqual(['我的话', null])
  })

  it('sends photos once somebody chose them, be it none', async () => {
    const pair = { site_id: 'site-1', pair: 1 }
    const { editing, asked } = open({ [`GET ${place}`]: { body: brief({ pairs: [pair] }) } })
    await editing.load()
    editing.words.pairs = []
    await editing.save()
    expect(puts(asked).map(({ pairs }) => pairs)).toEqual([[]])
  })

  it('composes again from the numbers, but leaves heading and weather', async () => {
    const { editing, asked } = open({ [`GET ${place}?composed=true`]: { body: brief({ text: '990人次。' }) } })
    await editing.load()
    Object.assign(editing.words, { heading: '工作简报', weather: '晴', text: '旧的' })
    const before = await editing.composeAgain()
    expect(before?.text).toBe('旧的')
    expect(wordsOf(editing.words)).toMatchObject({ heading: '工作简报', weather: '晴', text: '990人次。' })
    expect(asked.at(-1)!.path).toContain('composed=true')
  })
})

describe('two who edit one brief', () => {
  const theirs = brief({ version: 4, is_stored: true, text: '对方的话', is_text_edited: true })
  const refusal = { status: 409, body: { status: 409, code: 'stale_version', detail: '', brief: theirs } }

  async function clash() {
    let isFirst = true
    const found = open({ [`PUT ${place}`]: (one) => (isFirst ? ((isFirst = false), refusal) : { body: kept(one) }) })
    await found.editing.load()
    found.editing.words.text = '我的话'
    await nextTick()
    await found.editing.save()
    expect(found.editing.other.value).toEqual(theirs)
    return found
  }

  it('shows the second what the first wrote, and sends nothing more by itself', async () => {
    const { editing, asked } = await clash()
    editing.words.text = '我的话二'
    await pause()
    expect(puts(asked)).toHaveLength(1)
  })

  it('lets the second take the words of the first', async () => {
    const { editing } = await clash()
    editing.takeOther()
    expect([editing.words.text, editing.other.value, editing.isChanged()]).toEqual(['对方的话', null, false])
  })

  it('or put the own words over them, knowingly', async () => {
    const { editing, asked } = await clash()
    expect(await editing.keepMine()).toBe(true)
    expect(puts(asked)[1]).toMatchObject({ version: 4, text: '我的话' })
  })
})

describe("a brief's words", () => {
  const photo = (role: 'before' | 'after', pair: number, sha256: string, ready = true) => ({ sha256, role, pair, taken_at: null, named_by_id: 'x', named_at: '2026-11-21T00:00:00Z', present: true, ready })

  it('are the same whatever blanks stand around them', () => {
    expect(same({ ...blank(), title: 'a ' }, { ...blank(), title: 'a' })).toBe(true)
    expect(differing({ ...blank(), text: 'a' }, { ...blank(), text: 'b' })).toEqual(['text'])
  })

  it('offer whole pairs only', () => {
    const sites = [site({ id: 'x', name: '东段', photos: [photo('before', 1, 'a'), photo('after', 1, 'b'), photo('before', 2, 'c'), photo('after', 2, 'd', false)] })]
    expect(offers({ sites })).toEqual([{ site_id: 'x', pair: 1, site_name: '东段', before: 'a', after: 'b' }])
  })

  it('take pairs in the order chosen, six at most', () => {
    const some = Array.from({ length: 6 }, (_, i) => ({ site_id: 'x', pair: i + 1 }))
    expect(toggled(some, { site_id: 'y', pair: 1 })).toEqual(some)
    expect(toggled(some, { site_id: 'x', pair: 2 }).map(({ pair }) => pair)).toEqual([1, 3, 4, 5, 6])
    expect(toggled([], { site_id: 'y', pair: 1 })).toEqual([{ site_id: 'y', pair: 1 }])
  })
})
