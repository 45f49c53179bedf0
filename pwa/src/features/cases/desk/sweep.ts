/** Drawing with the mouse over the boxes of a list: what lies between is ticked; at an edge the list moves along. */
import { onBeforeUnmount } from 'vue'
import type { Picking } from './picking'

const EDGE = 28
const STEP = 14

interface Field {
  element: () => HTMLElement | null
  rankAt: (clientY: number) => number
  picking: Picking
  isOn: (rank: number) => boolean
}

export interface Sweeping {
  grab: (event: PointerEvent, rank: number) => void
  /** Asked by the click that ends a drawing: it is no click on a box. */
  wasSweep: () => boolean
}

export function useSweep({ element, rankAt, picking, isOn }: Field): Sweeping {
  let from: { rank: number; isOn: boolean } | null = null
  let at = 0
  let y = 0
  let frame = 0
  let hasSwept = false

  function grab(event: PointerEvent, rank: number): void {
    if (event.button !== 0 || event.shiftKey) return
    from = { rank, isOn: !isOn(rank) }
    at = rank
    hasSwept = false
    window.addEventListener('pointermove', draw)
    window.addEventListener('pointerup', release)
    window.addEventListener('pointercancel', release)
  }

  function draw(event: PointerEvent): void {
    y = event.clientY
    cover()
    cancelAnimationFrame(frame)
    frame = requestAnimationFrame(creep)
  }

  function cover(): void {
    const rank = rankAt(y)
    if (!from || (rank === at && (hasSwept || rank === from.rank))) return
    at = rank
    hasSwept = true
    void picking.sweep(from.rank, rank, from.isOn)
  }

  function creep(): void {
    const box = element()
    if (!box || !from) return
    const { top, bottom } = box.getBoundingClientRect()
    const way = y < top + EDGE ? -STEP : y > bottom - EDGE ? STEP : 0
    if (!way || !hasSwept) return
    box.scrollTop += way
    cover()
    frame = requestAnimationFrame(creep)
  }

  function release(): void {
    from = null
    cancelAnimationFrame(frame)
    picking.endSweep()
    window.removeEventListener('pointermove', draw)
    window.removeEventListener('pointerup', release)
    window.removeEventListener('pointercancel', release)
  }

  function wasSweep(): boolean {
    const was = hasSwept
    hasSwept = false
    return was
  }

  onBeforeUnmount(release)
  return { grab, wasSweep }
}
