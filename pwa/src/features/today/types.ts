/** The server's shapes of cleanups by the names phones use. */
import type { components } from '@/core/api/schema'

type Schema = components['schemas']

export type SessionRow = Schema['SessionRow']
export type WholeSession = Schema['WholeSession']
export type SessionState = WholeSession['state']
export type Site = Schema['SiteOut']
export type SitePhoto = Schema['SitePhotoOut']
export type SiteCase = Schema['SiteCaseOut']
export type SiteShop = Schema['SiteShop']
export type ResultKind = Schema['ResultKindOut']
export type ParticipantCategory = Schema['ParticipantCategoryOut']
export type Closing = Schema['ClosingOut']
