/** The server's shapes that only desks ask for, by the names features use. */
import type { components } from './schema'
import type { SegmentFeature } from './types'

type Schema = components['schemas']

export type Unit = Schema['UnitAnswer']
export type Department = Schema['DepartmentAnswer']
export type Duty = Schema['DutyAnswer']
export type Person = Schema['PersonAnswer']
export type NewPerson = Schema['NewPersonAnswer']
export type Count = Schema['Count']
export type CaseFeatures = Schema['CaseFeatures']
export type Viewer = Schema['Viewer']
export type Road = Schema['RoadItem']
export type Chief = Schema['Chief']
export type SegmentDetail = Omit<Schema['SegmentDetail'], 'geometry'> & { geometry: SegmentFeature['geometry'] }
export type Appointment = Schema['AppointmentItem']
export type Level = Schema['LevelItem']
export type SegmentsSet = Schema['SegmentOutcome']
export type PassedOn = Schema['AppointmentOutcome']
export type SheetOutcome = Schema['SheetOutcome']
export type AuditRow = Schema['AuditRow']
/** What a person is told of a case. */
export type Message = Schema['MessageOut']
export type Unread = Schema['Unread']
export type Robot = Schema['RobotOut']
export type RobotSend = Schema['SendOut']
/** An open case that may be the same thing; the likeliest first. */
export type DuplicateRow = Schema['DuplicateRow']
export type Twins = Schema['Twins']
export type CaseRef = Schema['CaseRef']
export type Calendar = Schema['CalendarAnswer']
export type SpecialDay = Schema['SpecialDayAnswer']
export type ClockRules = Required<Schema['RulesAnswer']>
/** Who should get a case, and why. */
export type Suggestion = Schema['Suggestion']
export type SuggestionReason = Schema['SuggestionReason']
export type SuggestionRule = Schema['SuggestionRuleAnswer']
export type SuggestionRules = Schema['SuggestionRulesAnswer']
export type SuggestionTrial = Schema['SuggestionTrial']
export type TriedCase = Schema['TriedCase']
export type Recount = Schema['Recount']
export type ManyResult = Schema['ManyResult']
export type ManyResults = Schema['ManyResults']
export type ViewCounts = Schema['ViewCounts']
/** Cases as a file that the worker writes. */
export type Export = Schema['ExportOut']
/** A spreadsheet of cases from another system. */
export type CaseImport = Schema['ImportOut']
export type BadRow = Schema['BadRow']
