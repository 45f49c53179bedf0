import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { bestFix, isGood, offBy, position, watchIfGranted, watchPosition } from './position'

let tell: (accuracy: number, lon?: number, timestamp?: number) => void
let refuse: (code: number) => void
let stop: () => void
const clearWatch = vi.fn()
const start = vi.fn()
let hour = 0

function phone(permission: 'granted' | 'prompt' | 'unknown' = 'granted'): void {
  vi.stubGlobal('navigator', {
    permissions: permission === 'unknown' ? undefined : { query: () => Promise.resolve({ state: permission }) },
    geolocation: {
      clearWatch,
      watchPosition(good: PositionCallback, bad: PositionErrorCallback) {
        start()
        tell = (accuracy, lon = 113.6, timestamp = Date.now()) => good({ timestamp, coords: { longitude: lon, latitude: 34.7, accuracy, heading: NaN } } as GeolocationPosition)
        refuse = (code) => bad({ code, PERMISSION_DENIED: 1 } as GeolocationPositionError)
        return 7
      },
    },
  })
}

beforeEach(() => {
  // What one test told is long forgotten in the next.
  vi.useFakeTimers({ now: Date.parse('2026-11-23T00:00:00Z') + 3600_000 * ++hour })
  clearWatch.mockClear()
  start.mockClear()
  stop = () => undefined
})
afterEach(() => {
  stop()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('the best fix', () => {
  beforeEach(() => {
    phone()
    stop = watchPosition()
  })

  it('is the most exact of the last seconds, not the last one', () => {
    tell(40)
    tell(8, 113.7)
    tell(25)
    expect(bestFix()).toMatchObject({ lon: 113.7, accuracy_m: 8, heading: null })
  })

  it('is none when the last one is long ago', () => {
    tell(8)
    expect(bestFix(Date.now() + 60_000)).toBeNull()
  })

  it('of a moment before is not where one is now', () => {
    const shutter = Date.now()
    tell(10, 113.61)
    vi.advanceTimersByTime(40_000)
    tell(5, 113.69)
    expect(bestFix(shutter)).toMatchObject({ lon: 113.61 })
    expect(bestFix()).toMatchObject({ lon: 113.69 })
  })

  it('may come after the moment, when the camera app kept the phone from looking', () => {
    const shutter = Date.now()
    vi.advanceTimersByTime(4_000)
    tell(6, 113.62)
    expect(bestFix(shutter)).toMatchObject({ lon: 113.62 })
  })

  it('counts what one walks in between', () => {
    const shutter = Date.now()
    tell(12, 113.61, shutter)
    tell(8, 113.62, shutter + 10_000)
    expect(bestFix(shutter)).toMatchObject({ lon: 113.61 })
    expect(offBy({ lon: 0, lat: 0, heading: null, accuracy_m: 8, at: new Date(shutter + 10_000).toISOString() }, shutter)).toBeCloseTo(22)
  })

  it('is of now when the receiver lives in another year', () => {
    tell(9, 113.6, Date.parse('2001-01-01'))
    expect(bestFix()).toMatchObject({ accuracy_m: 9, at: new Date().toISOString() })
  })

  it('is forgotten after a while', () => {
    const then = Date.now()
    tell(5, 113.55)
    vi.advanceTimersByTime(4 * 60_000)
    tell(50)
    expect(bestFix(then)).toBeNull()
  })
})

describe('watching', () => {
  it('happens once for all who ask, and stops with the last', () => {
    phone()
    const [one, two] = [watchPosition(), watchPosition()]
    one()
    one()
    expect(clearWatch).not.toHaveBeenCalled()
    two()
    expect(clearWatch).toHaveBeenCalledWith(7)
  })

  it.each([['granted', 1], ['prompt', 0], ['unknown', 0]] as const)('begins by itself only where it is allowed: %s', async (permission, times) => {
    phone(permission)
    stop = watchIfGranted()
    await vi.advanceTimersByTimeAsync(1)
    expect(start).toHaveBeenCalledTimes(times)
  })

  it('does not begin for a screen that was left meanwhile', async () => {
    phone()
    watchIfGranted()()
    await vi.advanceTimersByTimeAsync(1)
    expect(start).not.toHaveBeenCalled()
  })

  it('says why there is no position', () => {
    phone()
    stop = watchPosition()
    refuse(1)
    expect(position.trouble.value).toBe('denied')
    refuse(3)
    expect(position.trouble.value).toBe('unavailable')
  })
})

it('calls a fix good up to thirty metres', () => {
  const fix = { lon: 0, lat: 0, heading: null, at: '' }
  expect([isGood({ ...fix, accuracy_m: 30 }), isGood({ ...fix, accuracy_m: 31 }), isGood(null)]).toEqual([true, false, false])
})
