/** What kind of help an entry needs from its person. */
import type { CallBody, OutboxEntry } from '@/core/db'
import type { MoveBody, NamedPhoto, ReportBody } from '@/core/api'

export const actOf = (entry: OutboxEntry) => (entry.kind === 'report' ? 'report' : (entry.body as MoveBody).action)

/** Of a cleanup only results can stand against results; all else adds up, or is no longer to be done. */
const mayClash = ({ kind, body, problem }: OutboxEntry) => kind !== 'cleanup' || ((body as CallBody).act === 'results' && problem?.code === 'stale_version')

/** Two versions stand against each other: both are to be looked at before anything else. */
export const isClash = (entry: OutboxEntry) => entry.state === 'needs_you' && entry.problem?.status === 409 && mayClash(entry)

/** The photo that will never arrive as it is; the record has. */
export const brokenPhoto = (entry: OutboxEntry) => (entry.state === 'needs_you' && entry.is_record_sent ? (entry.problem?.photo ?? null) : null)

const namedIn = (entry: OutboxEntry): NamedPhoto[] => (entry.body as ReportBody | MoveBody | CallBody).photos ?? []

export const roleOf = (entry: OutboxEntry, sha256: string) => namedIn(entry).find((photo) => photo.sha256 === sha256)?.role ?? 'near'

/** The server takes no handling without a photo of after: such a one can only be replaced. */
export function mayGoWithout(entry: OutboxEntry, sha256: string): boolean {
  if (entry.kind === 'cleanup') return true
  const role = roleOf(entry, sha256)
  return role !== 'after' || namedIn(entry).some((photo) => photo.role === role && photo.sha256 !== sha256 && entry.photos.includes(photo.sha256))
}
