import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import { EMPTY_CHAIR_MS, usePolling } from './polling'

let visibility: DocumentVisibilityState = 'visible'
const look = vi.fn(async () => undefined)
const Screen = defineComponent({ setup: () => (usePolling(look, 1000), () => h('p')) })

function show(state: DocumentVisibilityState): void {
  visibility = state
  document.dispatchEvent(new Event('visibilitychange'))
}

describe('polling', () => {
  beforeEach(() => {
    vi.useFakeTimers()
    vi.spyOn(document, 'visibilityState', 'get').mockImplementation(() => visibility)
    show('visible')
    window.dispatchEvent(new Event('keydown'))
    look.mockClear()
  })
  afterEach(() => vi.useRealTimers())

  it('looks every so often', async () => {
    const screen = mount(Screen)
    await vi.advanceTimersByTimeAsync(3100)
    expect(look).toHaveBeenCalledTimes(3)
    screen.unmount()
  })

  it('rests while nobody sees the screen and looks at once when somebody does', async () => {
    const screen = mount(Screen)
    show('hidden')
    await vi.advanceTimersByTimeAsync(5000)
    expect(look).not.toHaveBeenCalled()
    show('visible')
    expect(look).toHaveBeenCalledTimes(1)
    screen.unmount()
  })

  it('rests before an empty chair, so that the log-in can end, and goes on with the first touch', async () => {
    window.dispatchEvent(new Event('keydown'))
    const screen = mount(Screen)
    await vi.advanceTimersByTimeAsync(EMPTY_CHAIR_MS + 100)
    const before = look.mock.calls.length
    await vi.advanceTimersByTimeAsync(60_000)
    expect(look).toHaveBeenCalledTimes(before)
    window.dispatchEvent(new Event('pointermove'))
    await vi.advanceTimersByTimeAsync(1100)
    expect(look).toHaveBeenCalledTimes(before + 1)
    screen.unmount()
  })

  it('goes on after a failed look and ends with the screen', async () => {
    look.mockRejectedValueOnce(new Error('no answer'))
    const screen = mount(Screen)
    await vi.advanceTimersByTimeAsync(2100)
    expect(look).toHaveBeenCalledTimes(2)
    screen.unmount()
    await vi.advanceTimersByTimeAsync(5000)
    expect(look).toHaveBeenCalledTimes(2)
  })
})
