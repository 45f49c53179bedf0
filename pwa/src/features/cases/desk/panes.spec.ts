import { mount } from '@vue/test-utils'
import { beforeEach, describe, expect, it } from 'vitest'
import { effectScope, nextTick } from 'vue'
import { clamp, firstSizes, measures, usePanes } from './panes'
import PaneSplitter from './PaneSplitter.vue'

const panes = () => effectScope().run(usePanes)!

describe('panes', () => {
  beforeEach(() => localStorage.clear())

  it.each([[1280, 720], [1440, 900], [1920, 1080]])('leave the case most of a screen of %i × %i', (width, height) => {
    const { views, queue, media } = firstSizes(width, height)
    expect(width - views - queue).toBeGreaterThan(width / 2)
    expect(media).toBeLessThan(height / 2)
  })

  it('are as they were left', async () => {
    const first = panes()
    first.sizes.queue = 600
    await nextTick()
    expect(panes().sizes.queue).toBe(600)
    first.reset('queue')
    await nextTick()
    expect(panes().sizes.queue).toBe(firstSizes(window.innerWidth, window.innerHeight).queue)
  })

  it.each(['{', '{"queue": "wide"}', '{"queue": null}', '[]'])('take no nonsense: %s', (text) => {
    localStorage.setItem('desk.panes', text)
    expect(panes().sizes.queue).toBe(firstSizes(window.innerWidth, window.innerHeight).queue)
  })

  it('stay within their measures, whatever was kept', () => {
    localStorage.setItem('desk.panes', '{"queue": 5000, "map": -3}')
    expect(panes().sizes).toMatchObject({ queue: measures.queue.most, map: measures.map.least })
    expect(clamp(1.6, { least: 1, most: 3 })).toBe(2)
  })
})

describe('a border', () => {
  const border = (props: object = {}) => mount(PaneSplitter, { props: { label: '宽度', least: 100, most: 500, modelValue: 300, ...props } })
  const last = (page: ReturnType<typeof border>) => page.emitted('update:modelValue')?.at(-1)?.[0]

  it('says what it is and where it stands', () => {
    const page = border()
    expect(page.attributes()).toMatchObject({ 'aria-valuenow': '300', 'aria-valuemin': '100', 'aria-valuemax': '500', 'aria-orientation': 'vertical', tabindex: '0', 'aria-label': '宽度', role: 'separator' })
    expect(border({ isLevel: true }).attributes('aria-orientation')).toBe('horizontal')
  })

  it.each([
    ['ArrowRight', {}, {}, 316], ['ArrowLeft', {}, {}, 284], ['ArrowRight', { shiftKey: true }, {}, 380], ['Home', {}, {}, 100], ['End', {}, {}, 500],
    ['ArrowRight', {}, { isBehind: true }, 284], ['ArrowDown', {}, { isLevel: true }, 316], ['ArrowLeft', {}, { modelValue: 105 }, 100],
  ])('moves by %s %o %o', async (key, held, props, expected) => {
    const page = border(props)
    await page.trigger('keydown', { key, ...held })
    expect(last(page)).toBe(expected)
  })

  it('leaves other keys to the desk', async () => {
    const page = border()
    await page.trigger('keydown', { key: 'j' })
    await page.trigger('keydown', { key: 'ArrowDown' })
    expect(page.emitted('update:modelValue')).toBeUndefined()
  })

  it('goes back to the beginning by Enter or a double click', async () => {
    const page = border()
    await page.trigger('keydown', { key: 'Enter' })
    await page.trigger('dblclick')
    expect(page.emitted('reset')).toHaveLength(2)
  })

  it('follows the mouse only while it is held', async () => {
    const page = border()
    const at = (type: string, clientX: number) => page.element.dispatchEvent(new MouseEvent(type, { clientX, button: 0, bubbles: true }))
    at('pointermove', 900)
    expect(last(page)).toBeUndefined()
    at('pointerdown', 300)
    at('pointermove', 350)
    expect(last(page)).toBe(350)
    at('pointerup', 350)
    at('pointermove', 400)
    expect(last(page)).toBe(350)
  })
})
