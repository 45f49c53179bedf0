/** A row of the audit log as short statements: what changed from what to what, or just what it says. */

/** What may stand in a row, in the order in which it is looked for; each has words. */
export const actions = [
  'logged_in', 'login_failed', 'logged_out', 'logged_out_everywhere', 'password_changed', 'password_reset', 'user_created', 'user_changed', 'grants_changed',
  'appointment_made', 'appointment_changed', 'appointment_ended', 'appointments_hand_over', 'appointments_stand_in', 'category_created', 'category_changed',
  'department_created', 'department_changed', 'duties_changed', 'unit_created', 'unit_changed', 'segments_set_unit', 'segments_set_key_area', 'segment_changed', 'chief_level_put', 'roads_imported',
  'evidence_export', 'cases_exported', 'cases_imported', 'robot_put', 'robot_removed', 'robot_tested', 'clock_rules_changed', 'calendar_loaded', 'calendar_dropped',
  'rules_changed', 'demo_account_closed',
  'cleanup_series_made', 'cleanup_series_changed', 'cleanup_session_made', 'cleanup_session_changed', 'cleanup_postpone', 'cleanup_cancel', 'cleanup_reinstate', 'cleanup_finish',
  'cleanup_reopen', 'cleanup_choose_sources', 'cleanup_renew_code', 'cleanup_link_made', 'cleanup_link_revoked', 'cleanup_announced', 'cleanup_correction', 'cleanup_struck',
  'cleanup_unstruck', 'cleanup_cases_closed', 'cleanup_brief_written', 'cleanups_exported', 'participant_category_put', 'cleanup_result_kind_put', 'shop_made', 'shop_changed', 'shops_imported',
] as const
export const kinds = [
  'user', 'appointment', 'appointment_action', 'category', 'department', 'unit', 'segment_action', 'road_segment', 'chief_level', 'photo', 'cleanup_series', 'cleanup_session', 'cleanup_sessions',
  'cleanup_site', 'cleanup_link', 'cleanup_entry', 'participant_category', 'cleanup_result_kind', 'shop',
  'robot', 'suggestion_rules', 'clock_rules', 'calendar',
] as const

export interface Fact {
  field: string
  before: string | null
  after: string
}

/** How a value is put into words; unit and department ids become names. */
export type Say = (value: unknown, field: string) => string

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function factsOf(detail: Record<string, unknown>, say: Say): Fact[] {
  const { before, after, ...rest } = detail
  const facts: Fact[] = []
  if (isRecord(before) || isRecord(after)) {
    const old = isRecord(before) ? before : {}
    const fresh = isRecord(after) ? after : {}
    for (const field of new Set([...Object.keys(old), ...Object.keys(fresh)])) {
      const [was, is] = [say(old[field], field), say(fresh[field], field)]
      if (was !== is) facts.push({ field, before: isRecord(before) ? was : null, after: is })
    }
  } else if (before !== undefined || after !== undefined) {
    facts.push({ field: '', before: say(before, ''), after: say(after, '') })
  }
  for (const [field, value] of Object.entries(rest)) {
    if (isRecord(value)) facts.push(...factsOf(value, say))
    else if (say(value, field)) facts.push({ field, before: null, after: say(value, field) })
  }
  return facts
}
