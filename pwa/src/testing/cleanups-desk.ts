/** Cleanups as the server answers a desk, to be bent by each spec. */
import type { Series, Site, Week, WeekSession, WholeSession } from '@/features/cleanups/desk/types'

const categories = ['party_member', 'building_chief', 'volunteer', 'stationed_unit', 'street_shop', 'street_staff']
export const totals = (over: Record<string, number> = {}): Record<string, number> => ({ ...Object.fromEntries(categories.map((code) => [code, 0])), ...over })
const names: Record<string, string> = { party_member: '社区党员', building_chief: '楼栋长', volunteer: '志愿者', stationed_unit: '驻辖区单位', street_shop: '沿街门店', street_staff: '街道工作人员' }
export const categoryItems = categories.map((code, rank) => ({ code, name: names[code]!, asks_for: code === 'stationed_unit' ? 'stationed_unit' : 'nothing', rank, is_active: true }))
export const noSources = () => ({ tally: {}, sign_in: {}, announced: {}, correction: {} })

export const organiser = { id: 'organiser-id', name: '陈组织', username: 'organiser', roles: [{ role: 'organiser', unit_id: 'unit-1' }], department_id: null, must_change_password: false }

export function series(over: Partial<Series> = {}): Series {
  return {
    id: 'series-1', name: '全城清洁', unit_id: 'unit-1', unit_name: '棉纺路街道', weekdays: [6], starts_on: '2026-01-01', ends_on: null,
    pauses: [], version: 1, updated_at: '2026-01-01T00:00:00Z', may_organise: true, ...over,
  }
}

export function weekSession(over: Partial<WeekSession> = {}): WeekSession {
  return { id: 'session-1', planned_on: '2026-11-21', held_on: '2026-11-21', state: 'finished', reason: '', total: 905, shops_taking_part: 860, ...over }
}

export function week(over: Partial<Week> = {}): Week {
  return {
    series_id: 'series-1', week: '2026-W47', starts_on: '2026-11-16', state: 'missed', planned_on: ['2026-11-21'], reason: '', sessions: [],
    total: null, shops_taking_part: null, ...over,
  }
}

export function site(over: Partial<Site> = {}): Site {
  return {
    id: 'site-1', name: '棉纺路东段', segment_id: 'segment-1', segment_name: '棉纺路：百花路—工人路', road_id: null, road_name: '棉纺路', location: null,
    unit_id: 'unit-1', unit_name: '棉纺路街道', lead: { id: 'chief-id', name: '张三' }, helpers: [], planned: {}, is_withdrawn: false,
    totals: totals(), total: 0, by_source: noSources(), counted: {}, counters: 0, shops_taking_part: 0, results: {}, results_version: 0,
    photos: [], cases: [], may_work: true, ...over,
  }
}

export function wholeSession(over: Partial<WholeSession> = {}): WholeSession {
  return {
    id: 'session-1', series_id: 'series-1', series_name: '全城清洁', unit_id: 'unit-1', unit_name: '棉纺路街道', planned_on: '2026-11-21',
    held_on: '2026-11-21', week: '2026-W47', starts_at: '08:30', ends_at: '10:30', note: '', state: 'under_way', reason: '',
    created_at: '2026-11-16T00:00:00Z', updated_at: '2026-11-16T00:00:00Z', finished_at: null, cancelled_at: null, is_entered_afterwards: false,
    is_changed_after_finish: false, same_day_ids: [], sites: [site()], totals: totals(), total: 0, by_source: noSources(), shops_taking_part: 0,
    shops_registered: 980, results: {}, version: 3,
    sign_in: { code: 'abcdefghjk', opens_at: '2026-11-20T23:30:00Z', closes_at: '2026-11-21T04:30:00Z', is_open: true },
    allowed_actions: ['postpone', 'cancel', 'finish', 'choose_sources', 'renew_code'], ...over,
  }
}
