/**
 * The base map of this deployment, if it has one: `<meta name="base-map" content='{"url": …, "datum": …}'>`.
 * Without it the district's own segments are the map.
 */
import type { Datum } from '@/core/geo/datum'

export interface BaseMap {
  /** XYZ address with {x}, {y}, {z} and optionally {s}. */
  url: string
  datum: Datum
  attribution?: string
  subdomains?: string
}

export function baseMap(): BaseMap | null {
  const content = document.querySelector<HTMLMetaElement>('meta[name="base-map"]')?.content
  try {
    return content ? (JSON.parse(content) as BaseMap) : null
  } catch {
    return null
  }
}
