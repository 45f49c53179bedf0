import { expect, it } from 'vitest'
import type { Action } from '@/core/api'
import type { OutboxEntry } from '@/core/db'
import { allowedAfter } from './moves'

const entry = (action: Action | 'report', state: OutboxEntry['state'] = 'waiting') =>
  ({ kind: action === 'report' ? 'report' : 'move', state, body: { action } }) as unknown as OutboxEntry
const handlers: Action[] = ['take', 'handle', 'return', 'ask_extension', 'comment']

it.each([
  ['nothing is on its way', [], handlers],
  ['it was taken', [entry('take')], ['handle', 'return', 'ask_extension', 'comment']],
  ['it was taken and is leaving', [entry('take', 'sending')], ['handle', 'return', 'ask_extension', 'comment']],
  ['more time was asked for', [entry('take'), entry('ask_extension')], ['handle', 'return', 'comment']],
  ['words were said', [entry('comment')], handlers],
  ['it was done', [entry('take'), entry('handle')], ['comment']],
  ['it was given back', [entry('return')], ['comment']],
  ['a step waits for the person', [entry('take'), entry('handle', 'needs_you')], []],
  ['its report is on its way', [entry('report')], handlers],
] as [string, OutboxEntry[], Action[]][])('what may follow when %s', (_, unsent, allowed) => {
  expect(allowedAfter(handlers, unsent)).toEqual(allowed)
})

it('nobody checks twice', () => {
  expect(allowedAfter(['verify_pass', 'verify_fail', 'comment'], [entry('verify_pass')])).toEqual(['comment'])
})
