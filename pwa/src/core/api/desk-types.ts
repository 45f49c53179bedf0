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
