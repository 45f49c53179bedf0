import { afterEach, expect, it, vi } from 'vitest'
import { bestFix, isGood, position, watchPosition } from './position'

let tell: (accuracy: number, lon?: number) => void
let refuse: (code: number) => void
const clearWatch = vi.fn()

function phone(): void {
  vi.stubGlobal('navigator', {
    geolocation: {
      clearWatch,
      watchPosition(good: PositionCallback, bad: PositionErrorCallback) {
        tell = (accuracy, lon = 113.6) => good({ timestamp: Date.now(), coords: { longitude: lon, latitude: 34.7, accuracy, heading: NaN } } as GeolocationPosition)
        refuse = (code) => bad({ code, PERMISSION_DENIED: 1 } as GeolocationPositionError)
        return 7
      },
    },
  })
}

afterEach(() => vi.unstubAllGlobals())

it('takes the most exact fix of the last seconds, not the last one', () => {
  phone()
  const stop = watchPosition()
  tell(40)
  tell(8, 113.7)
  tell(25)
  expect(bestFix()).toMatchObject({ lon: 113.7, accuracy_m: 8, heading: null })
  expect(bestFix(Date.now() + 60_000)).toBeNull()
  stop()
})

it('watches once for all who ask, and stops with the last', () => {
  phone()
  clearWatch.mockClear()
  const [one, two] = [watchPosition(), watchPosition()]
  one()
  one()
  expect(clearWatch).not.toHaveBeenCalled()
  two()
  expect(clearWatch).toHaveBeenCalledWith(7)
})

it('says why there is no position', () => {
  phone()
  const stop = watchPosition()
  refuse(1)
  expect(position.trouble.value).toBe('denied')
  refuse(3)
  expect(position.trouble.value).toBe('unavailable')
  stop()
})

it('calls a fix good up to thirty metres', () => {
  const fix = { lon: 0, lat: 0, heading: null, at: '' }
  expect([isGood({ ...fix, accuracy_m: 30 }), isGood({ ...fix, accuracy_m: 31 }), isGood(null)]).toEqual([true, false, false])
})
