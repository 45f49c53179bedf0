/** Answers of the server as docs/api describes them, to be bent by each spec. */
import type { CaseRow, Category, DuplicateRow, SegmentFeature, Session, Twins, WholeCase } from '@/core/api'

export const session: Session = {
  user: { id: 'chief-id', name: '张三', username: 'chief', roles: [{ role: 'road_chief', unit_id: 'unit-1' }], department_id: null, must_change_password: false },
  csrf_token: 'token-1',
}

export function category(over: Partial<Category> = {}): Category {
  return { id: 'k1', code: '04-05', name: '店外经营', class_name: '街面秩序', aliases: ['突店经营'], pinyin: 'dianwaijingying dwjy', icon: 'shop', rank: 1, is_active: true, limits: [], limits_text: '', limit_hours: null, limit_clock: null, standard_ref: '', duplicate_radius_m: 50, duplicate_hours: 24, relapse_days: 30, ...over }
}

export const segment: SegmentFeature = {
  type: 'Feature', id: 'segment-1',
  geometry: { type: 'LineString', coordinates: [[113.61, 34.748], [113.616, 34.748]] },
  properties: { name: '棉纺路：百花路—工人路', road_id: 'road-1', unit_id: 'unit-1', length_m: 548.2, is_key_area: false, is_approximate: true },
}

export function row(over: Partial<CaseRow> = {}): CaseRow {
  return {
    id: 'case-1', number: '410102-20261123-0007', status: 'handled', category_code: '04-05', category_name: '店外经营',
    segment_id: 'segment-1', segment_name: '棉纺路：百花路—工人路', side: 'north', unit_id: 'unit-1', due_at: null, light: 'green',
    observed_at: '2026-11-23T06:05:00Z', received_at: '2026-11-23T06:05:04Z', reporter_id: 'chief-id', department_id: 'department-1',
    assignee_id: null, self_handled: false, version: 4, description: '', lon: 113.612, lat: 34.7481, thumb_sha256: 'a'.repeat(64),
    unread: false, updated_at: '2026-11-23T07:05:04Z', department_name: '综合执法队', handler_id: 'handler-id', source: 'patrol',
    last_event: { action: 'handle', note: '已清理', at: '2026-11-23T07:05:04Z' }, ...over,
  }
}

export function whole(over: Partial<WholeCase> = {}): WholeCase {
  const { lon, lat, thumb_sha256, last_event, ...rest } = row()
  void [thumb_sha256, last_event]
  const photo = {
    taken_at: null, present: true, ready: true, width: 1200, height: 900, warnings: [], lon: null, lat: null,
    exif_taken_at: null, exif_distance_m: null, phone_distance_m: null, original_sha256: null, named_at: '2026-11-23T06:05:04Z', named_by_id: 'chief-id',
  }
  return {
    ...rest, location: { lon: lon!, lat: lat!, accuracy_m: 8, datum: 'wgs84', heading: null }, placed_by: 'gps', reporter_name: '张三',
    department_name: '综合执法队', assignee_name: null, rework_count: 0, missing_photos: [], unit_name: '棉纺路街道', chief_id: 'chief-id',
    datum: 'wgs84', accuracy_m: 8, segment_distance_m: 4, limit: null, limit_hours: 2, suggestion: null, filed_at: null, assigned_at: null, handled_at: null, closed_at: null,
    paused_at: null, extension_asked_until: null, confirm_asked: false, confirmed: null, merged_into_id: null, unread: false,
    photos: [
      { ...photo, sha256: 'a'.repeat(64), role: 'before' },
      { ...photo, sha256: 'b'.repeat(64), role: 'after' },
    ],
    events: [
      { id: '1', action: 'report', actor_id: 'chief-id', actor_name: '张三', at: '2026-11-23T06:05:04Z', from_status: null, to_status: 'reported', note: '', data: {} },
      { id: '2', action: 'handle', actor_id: 'handler-id', actor_name: '王五', at: '2026-11-23T07:05:04Z', from_status: 'handling', to_status: 'handled', note: '已清理', data: {} },
    ],
    allowed_actions: ['verify_pass', 'verify_fail', 'comment'], ...over,
  }
}

export function duplicate(over: Partial<DuplicateRow> = {}): DuplicateRow {
  const { id, number, status, version, category_code, category_name, segment_id, segment_name, side, unit_id, lon, lat, observed_at, received_at, description, thumb_sha256 } = row({ status: 'filed' })
  return {
    id, number, status, version, category_code, category_name, segment_id, segment_name, side, unit_id, lon, lat, observed_at, received_at, description, thumb_sha256,
    is_visible: true, may_sight: true, distance_m: 12, minutes_apart: 25, likeness: null, score: 0.4, ...over,
  }
}

export const twins = (over: Partial<Twins> = {}): Twins => ({ items: [], merged_into: null, merged: [], relapse_of: null, relapses: [], sightings: [], ...over })
