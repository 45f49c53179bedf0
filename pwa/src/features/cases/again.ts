/** 再拍一条: from the confirmation straight back into the camera, wherever the person is by then. */
import type { Id } from '@/core/api'
import type { Draft } from '@/core/db'
import { bestFix, isGood } from '@/core/geo/position'
import { oneMore, recall } from './last'

let shutter: (() => void) | null = null

/** The screen with the shutter says how to press it; answers with the way to take that back. */
export function offerShutter(press: () => void): () => void {
  shutter = press
  return () => {
    if (shutter === press) shutter = null
  }
}

export function pressAgain(otherwise: () => void): void {
  if (shutter) shutter()
  else otherwise()
}

/** What the new report takes over of the last. */
export function carried(owner: Id): Partial<Draft> {
  const last = recall(owner)
  const fix = bestFix()
  return last ? oneMore(last, fix, isGood(fix)) : {}
}
