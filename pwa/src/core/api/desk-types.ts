/** The server's shapes that only desks ask for, by the names features use. */
import type { components } from './schema'
import type { SegmentFeature, Status } from './types'

type Schema = components['schemas']

export type Unit = Schema['UnitAnswer']
export type Department = Schema['DepartmentAnswer']
export type Duty = Schema['DutyAnswer']
export type Person = Schema['PersonAnswer']
export type NewPerson = Schema['NewPersonAnswer']
export type Count = Schema['Count']
export type CaseMap = Schema['CaseMap']
export type Road = Schema['RoadItem']
export type Chief = Schema['Chief']
export type SegmentDetail = Omit<Schema['SegmentDetail'], 'geometry'> & { geometry: SegmentFeature['geometry'] }
export type Appointment = Schema['AppointmentItem']
export type Level = Schema['LevelItem']
export type SegmentsSet = Schema['SegmentOutcome']
export type PassedOn = Schema['AppointmentOutcome']
export type SheetOutcome = Schema['SheetOutcome']
export type AuditRow = Schema['AuditRow']
/** An open case that may be the same thing; the likeliest first. */
export type DuplicateRow = Schema['DuplicateRow']
export type Twins = Schema['Twins']
export type CaseRef = Schema['CaseRef']
export type Calendar = Schema['CalendarAnswer']
export type SpecialDay = Schema['SpecialDayAnswer']
export type ClockRules = Required<Schema['RulesAnswer']>
export type Recount = Schema['Recount']
/** What became of one case of many; nothing but the refusal is told of what one may not see. */
export interface ManyResult {
  id: string
  number: string | null
  outcome: 'done' | 'refused'
  status: Status | null
  version: number | null
  department_id: string | null
  code: string | null
  detail: string | null
  fields: Record<string, string[]> | null
}
export interface ManyResults {
  results: ManyResult[]
  done: number
  refused: number
  next_after: string | null
  as_of: string | null
}
export type ViewCounts = Schema['ViewCounts']
