/** Each status has a colour, a shape and a word; never a colour alone. */
import type { Light, Status } from '@/core/api'

export type Tone = 'green' | 'yellow' | 'red' | 'blue' | 'grey'

export const looks: Record<Status, { tone: Tone; shape: string }> = {
  reported: { tone: 'yellow', shape: '○' },
  filed: { tone: 'blue', shape: '◔' },
  assigned: { tone: 'blue', shape: '◔' },
  handling: { tone: 'blue', shape: '◐' },
  handled: { tone: 'yellow', shape: '●' },
  closed: { tone: 'grey', shape: '✓' },
  rejected: { tone: 'red', shape: '×' },
  suspended: { tone: 'grey', shape: '⏸' },
  merged: { tone: 'grey', shape: '→' },
  withdrawn: { tone: 'grey', shape: '−' },
}

export const lights: Record<Light, { tone: Tone; shape: string }> = {
  green: { tone: 'green', shape: '◔' },
  yellow: { tone: 'yellow', shape: '◐' },
  red: { tone: 'red', shape: '●' },
  paused: { tone: 'grey', shape: '⏸' },
}

const over: Status[] = ['closed', 'rejected', 'withdrawn', 'merged']
export const isOpen = (status: Status) => !over.includes(status)
