/** A shop in a form, and what is sent of it. */
import type { Id } from '@/core/api'
import type { components } from '@/core/api/schema'

type Schema = components['schemas']

export type Shop = Schema['ShopOut']
export interface ShopForm {
  name: string
  kind: string
  unit_id: Id
  segment_id: Id | null
  place: { lon: number; lat: number } | null
  is_active: boolean
}

export function formOf(shop: Shop | null, unitId: Id): ShopForm {
  if (!shop) return { name: '', kind: '', unit_id: unitId, segment_id: null, place: null, is_active: true }
  const { name, kind, unit_id, segment_id, location, is_active } = shop
  return { name, kind, unit_id, segment_id, place: location && { lon: location.lon, lat: location.lat }, is_active }
}

/** Points are shown in WGS-84, whatever they were sent in, and go back as such. */
export function bodyOf({ name, kind, unit_id, segment_id, place, is_active }: ShopForm, version?: number): object {
  return { name: name.trim(), kind: kind.trim(), unit_id, segment_id, is_active, ...(place && { location: { ...place, datum: 'wgs84' } }), ...(version && { version }) }
}

export const kindsOf = (shops: Shop[]): string[] => [...new Set(shops.map(({ kind }) => kind).filter(Boolean))].sort()

/** A register without a single row: its headings are the template. */
export const NOWHERE = '00000000-0000-0000-0000-000000000000'
