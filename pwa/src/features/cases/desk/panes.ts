/** How wide and high the desk's panes are, as this person left them in this browser. */
import { reactive, watch } from 'vue'

export interface Measure {
  /** Pixels. */
  least: number
  most: number
  first: number
}

/** What is left of the window belongs to the case. */
export const measures = {
  views: { least: 128, most: 280, first: 156 },
  queue: { least: 320, most: 820, first: 424 },
  map: { least: 180, most: 900, first: 330 },
  media: { least: 180, most: 760, first: 320 },
} satisfies Record<string, Measure>
export type PaneName = keyof typeof measures

const KEY = 'desk.panes'

export function clamp(value: number, { least, most }: Pick<Measure, 'least' | 'most'>): number {
  return Math.round(Math.min(Math.max(value, least), Math.max(least, most)))
}

/** What fits: a queue as on a wide screen would leave nothing for the case on a small one. */
export function firstSizes(width: number, height: number): Record<PaneName, number> {
  return {
    views: clamp(width * 0.108, measures.views),
    queue: clamp(width * 0.29, measures.queue),
    map: clamp(width * 0.24, measures.map),
    media: clamp(height * 0.38, measures.media),
  }
}

function kept(): Partial<Record<PaneName, number>> {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Record<string, unknown>
    const names = Object.keys(measures) as PaneName[]
    return Object.fromEntries(names.filter((name) => Number.isFinite(found[name])).map((name) => [name, clamp(found[name] as number, measures[name])]))
  } catch {
    return {}
  }
}

export function usePanes(): { sizes: Record<PaneName, number>; reset: (name: PaneName) => void } {
  const first = firstSizes(window.innerWidth, window.innerHeight)
  const sizes = reactive({ ...first, ...kept() })
  watch(sizes, (now) => {
    try {
      localStorage.setItem(KEY, JSON.stringify(now))
    } catch {
      // They hold until the page is left.
    }
  })
  return { sizes, reset: (name) => void (sizes[name] = firstSizes(window.innerWidth, window.innerHeight)[name]) }
}
