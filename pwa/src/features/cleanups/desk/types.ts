/** The server's shapes of cleanups by the names this desk uses. */
import type { components } from '@/core/api/schema'

type Schema = components['schemas']

export type Series = Schema['SeriesOut']
export type Week = Schema['WeekOut']
export type WeekState = Week['state']
export type WeekSession = Schema['WeekSession']
export type WholeSession = Schema['WholeSession']
export type SessionRow = Schema['SessionRow']
export type SessionState = WholeSession['state']
export type SessionAction = WholeSession['allowed_actions'][number]
export type Site = Schema['SiteOut']
export type SitePerson = Schema['Person']
export type PersonToAsk = Schema['PersonToAsk']
export type CounterRow = Schema['CounterRow']
export type Entry = Schema['EntryOut']
export type SignIn = Schema['SignInRow']
export type Link = Schema['LinkOut']
export type SessionEvent = Schema['SessionEvent']
export type ParticipantCategory = Schema['ParticipantCategoryOut']
export type ResultKind = Schema['ResultKindOut']
export type StationedUnit = Schema['StationedUnitOut']
export type Way = keyof Omit<Schema['SourceTotals'], 'correction'>
