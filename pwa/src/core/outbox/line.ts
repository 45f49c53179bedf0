/** How it stands with the way to the server, as screens show it. */
import { ref, shallowRef } from 'vue'

/** offline: nobody of ours answers · login: the log-in has ended, everything is kept. */
export type Line = 'open' | 'offline' | 'login'
export const line = ref<Line>('open')

/** The photo that is leaving this very moment, from this tab. */
export interface Underway {
  seq: number
  photo: string
  /** 0 to 1. */
  share: number
}
export const underway = shallowRef<Underway | null>(null)
