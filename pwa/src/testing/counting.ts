/** Answers about a site to count at and a code to sign in by. */
import type { LinkPage, SignInShown } from '@/features/tally/types'

const day = () => new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 10)
const categories: LinkPage['categories'] = [
  { code: 'party_member', name: '社区党员', asks_for: 'nothing' },
  { code: 'stationed_unit', name: '驻辖区单位', asks_for: 'stationed_unit' },
  { code: 'street_shop', name: '沿街门店', asks_for: 'shop' },
]

export const linkPage = (over: Partial<LinkPage> = {}): LinkPage => ({
  session_id: 'session-1', site_id: 'site-1', series_name: '全城清洁', site_name: '百花路口', held_on: day(), is_cancelled: false, is_finished: false, reason: '',
  closes_at: '2026-12-24T16:00:00Z', categories, ...over,
})

export const signInPage = (over: Partial<SignInShown> = {}): SignInShown => ({
  series_name: '全城清洁', unit_name: '棉纺路街道', held_on: day(), is_open: true,
  opens_at: new Date(Date.now() - 3600_000).toISOString(), closes_at: new Date(Date.now() + 3600_000).toISOString(),
  sites: [{ id: 'site-1', name: '百花路口' }], categories, stationed_units: [{ id: 'unit-1', name: '第一医院' }, { id: 'unit-2', name: '供电所' }], ...over,
})
