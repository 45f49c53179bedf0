/** A report begun at a site of a cleanup: it lies on the site's segment, and its case is linked to the site. */
import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import type { Draft, FoundAt } from '@/core/db'

export function askFor(found: FoundAt, segment: string | null): LocationQueryRaw {
  const { session_id, site_id, name } = found
  return { session: session_id, site: site_id, name, ...(segment && { segment }) }
}

export function foundBy({ session, site, name, segment }: LocationQuery): Partial<Draft> {
  if (!session || !site) return {}
  return {
    found_at: { session_id: String(session), site_id: String(site), name: String(name ?? '') },
    ...(segment && { place: { placed_by: 'segment', segment_id: String(segment) }, is_last_place: false }),
  }
}

export const siteOf = ({ found_at }: Draft): string | null => (found_at ? `/cleanups/${found_at.session_id}/sites/${found_at.site_id}` : null)
