import { describe, expect, it, vi } from 'vitest'
import { actFor } from './keys'
import { actions, label, moves, offered } from './moves'

function press(key: string, target: Element = document.body, more: KeyboardEventInit = {}): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { key, ...more })
  Object.defineProperty(event, 'target', { value: target })
  return event
}

describe('keys', () => {
  const next = vi.fn()

  it('act whatever the shift key says', () => {
    expect(actFor(press('J'), { j: next })).toBe(next)
    expect(actFor(press('?', document.body, { shiftKey: true }), { '?': next })).toBe(next)
  })

  it('leave the writer alone, but for Escape', () => {
    const field = document.createElement('textarea')
    expect(actFor(press('j', field), { j: next })).toBeNull()
    expect(actFor(press('Escape', field), { Escape: next })).toBe(next)
  })

  it('leave the browser its own', () => {
    expect(actFor(press('r', document.body, { ctrlKey: true }), { r: next })).toBeNull()
  })
})

describe('moves', () => {
  it('put the main way on first and leave out the unknown', () => {
    expect(offered(['comment', 'verify_fail', 'verify_pass', 'teleport'])).toEqual(['verify_pass', 'verify_fail', 'comment'])
  })

  it('never share a key where they may stand together', () => {
    const together = [
      ['assign', 'file', 'reject', 'merge', 'move', 'ask_confirm', 'comment', 'sight', 'remind', 'suspend', 'extend', 'refuse_extension'],
      ['take', 'handle', 'return', 'ask_extension', 'comment', 'sight'],
      ['verify_pass', 'verify_fail', 'merge', 'move', 'remind', 'comment', 'sight'],
      ['confirm', 'deny', 'withdraw', 'move', 'comment', 'sight'],
    ] as const
    for (const group of together) expect(new Set(group.map((action) => moves[action].key)).size).toBe(group.length)
  })

  it('keep clear of the keys of the list', () => {
    expect(actions.filter((action) => ['j', 'k', 'f', 'h', '?', '/'].includes(moves[action].key))).toEqual([])
  })

  it('say what assigning does from where the case stands', () => {
    expect(label('assign', 'reported')).toMatch(/file_assign/)
    expect(label('assign', 'filed')).toMatch(/assign$/)
    expect(label('assign', 'handling')).toMatch(/reassign/)
  })
})
