import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { button, freshPhone, mountPage, settle } from '@/testing/mount'
import BeforeAfter from './BeforeAfter.vue'
import { cameraStanding } from './camera'
import CameraFinder from './CameraFinder.vue'
import PhotoInput from './PhotoInput.vue'

const [before, after] = ['a'.repeat(64), 'b'.repeat(64)]

beforeEach(() => freshPhone())
afterEach(() => vi.unstubAllGlobals())

describe('before and after', () => {
  it('stand side by side, large, or over each other', async () => {
    const { page } = await mountPage(BeforeAfter, '/', undefined, { before, after })
    expect(page.findAll('.beside figure')).toHaveLength(2)
    await button(page, '大图').trigger('click')
    expect(page.findAll('.large figure')).toHaveLength(2)
    await button(page, '叠加').trigger('click')
    await page.find('input[type=range]').setValue(30)
    expect(page.find('.top').attributes('style')).toContain('opacity: 0.3')
  })

  it('offer nothing to compare while one is missing', async () => {
    const { page } = await mountPage(BeforeAfter, '/', undefined, { before, after: null })
    expect(page.findAll('[role=radio]')).toHaveLength(0)
    expect(page.text()).toContain('没有照片')
  })
})

describe('the camera in the page', () => {
  const device = (over: object) => vi.stubGlobal('navigator', { mediaDevices: { getUserMedia: () => Promise.reject(new Error('busy')) }, permissions: { query: () => Promise.resolve({ state: 'granted' }) }, ...over })

  it.each([
    ['granted', {}, 'granted'],
    ['denied', { permissions: { query: () => Promise.resolve({ state: 'denied' }) } }, 'none'],
    ['not there', { mediaDevices: undefined }, 'none'],
    ['unknown to a browser that cannot say', { permissions: { query: () => Promise.reject(new TypeError()) } }, 'prompt'],
  ])('knows when it is %s', async (_, over, standing) => {
    device(over)
    expect(await cameraStanding()).toBe(standing)
  })

  it('says so when it does not open, and leaves the system’s camera', async () => {
    device({})
    const { page } = await mountPage(CameraFinder)
    await settle()
    expect(page.find('[role=alert]').text()).toContain('请用系统相机')
    expect(page.find('.shutter').attributes('disabled')).toBeDefined()
    expect(page.find('input[type=file]').exists()).toBe(true)
  })
})

describe('the picker', () => {
  it('hands over every file, and takes the same one again', async () => {
    const photo = vi.fn()
    const { page } = await mountPage(PhotoInput, '/', undefined, { capture: false, onPhoto: photo })
    const input = page.find('input')
    Object.defineProperty(input.element, 'files', { value: [new File(['1'], 'image.jpg'), new File(['2'], 'image.jpg')] })
    await input.trigger('change')
    expect(photo).toHaveBeenCalledTimes(2)
    expect(input.element.value).toBe('')
  })
})
