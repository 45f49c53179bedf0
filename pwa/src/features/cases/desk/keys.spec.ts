import { describe, expect, it, vi } from 'vitest'
import { say, toast } from '@/core/ui/toast'
import { groups } from './help'
import { actFor, takeBackLast } from './keys'
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
    const button = document.createElement('button')
    expect(actFor(press('Enter', button), { Enter: next })).toBeNull()
    expect(actFor(press('Enter'), { Enter: next })).toBe(next)
  })

  it('hold with a modifier where they are asked for with it', () => {
    const keys = { 'Ctrl+z': next, 'Shift+ArrowDown': next }
    expect(actFor(press('z', document.body, { ctrlKey: true }), keys)).toBe(next)
    expect(actFor(press('z'), keys)).toBeNull()
    expect(actFor(press('ArrowDown', document.body, { shiftKey: true }), keys)).toBe(next)
    expect(actFor(press('ArrowDown'), keys)).toBeNull()
  })

  it('hold beside a box that is ticked, but for the arrows of one of several', () => {
    const box = Object.assign(document.createElement('input'), { type: 'checkbox' })
    const radio = Object.assign(document.createElement('input'), { type: 'radio' })
    expect(actFor(press('j', box), { j: next })).toBe(next)
    expect(actFor(press('j', radio), { j: next })).toBe(next)
    expect(actFor(press('ArrowDown', radio), { ArrowDown: next })).toBeNull()
  })

  it('take back once what is still offered', () => {
    const run = vi.fn()
    say('done', { words: 'undo', run })
    takeBackLast()
    takeBackLast()
    expect(run).toHaveBeenCalledTimes(1)
    expect(toast.value).toBeNull()
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
    expect(actions.filter((action) => ['j', 'k', 'f', 'h', '=', '?', '/'].includes(moves[action].key))).toEqual([])
  })

  it('all stand on the sheet of keys', () => {
    expect(groups.flatMap(({ lines }) => lines.flatMap(({ keys }) => keys))).toEqual(expect.arrayContaining(['J', 'K', 'F', 'H', '=', 'Ctrl Z', '?']))
  })

  it('say what assigning does from where the case stands', () => {
    expect(label('assign', 'reported')).toMatch(/file_assign/)
    expect(label('assign', 'filed')).toMatch(/assign$/)
    expect(label('assign', 'handling')).toMatch(/reassign/)
  })
})
