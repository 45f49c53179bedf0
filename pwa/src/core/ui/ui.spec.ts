import { mount } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import type { Status } from '@/core/api'
import { settle } from '@/testing/mount'
import { keepPhoto } from '@/core/db/photos'
import { isFaulty } from '@/core/api/fault'
import CasePhoto from './CasePhoto.vue'
import DataAge from './DataAge.vue'
import DueLight from './DueLight.vue'
import FileField from './FileField.vue'
import { looks } from './status'
import StatusTag from './StatusTag.vue'

afterEach(() => vi.useRealTimers())

describe('a status', () => {
  it.each(Object.keys(looks) as Status[])('%s has a shape and a word beside its colour', (status) => {
    const tag = mount(StatusTag, { props: { status } })
    expect(tag.text()).toContain(looks[status].shape)
    expect(tag.text().replace(looks[status].shape, '').trim()).not.toBe('')
  })
})

describe('the light', () => {
  const inHours = (hours: number) => new Date(Date.now() + hours * 3600_000).toISOString()

  it('says how much time is left', () => {
    const light = mount(DueLight, { props: { due: inHours(1.3), light: 'yellow', status: 'assigned' } })
    expect(light.text()).toContain('剩 1小时18分')
    expect(light.classes()).toContain('yellow')
  })

  it('turns red by itself once the limit is past', () => {
    const light = mount(DueLight, { props: { due: inHours(-2), light: 'green', status: 'assigned' } })
    expect(light.text()).toContain('超期 2小时0分')
    expect(light.classes()).toContain('red')
  })

  it('stands still when handled, and says whether that was in time', () => {
    const words = (light: 'green' | 'red') => mount(DueLight, { props: { due: inHours(-2), light, status: 'handled' } }).text()
    expect([words('green'), words('red')]).toEqual(['◔ 按时处置', '● 超期处置'])
  })

  it('says that the clock is stopped while suspended', () => {
    expect(mount(DueLight, { props: { due: inHours(-2), light: 'paused', status: 'suspended' } }).text()).toBe('⏸ 计时已停')
  })

  it.each(['closed', 'rejected', 'withdrawn'] as Status[])('is out when %s', (status) => {
    expect(mount(DueLight, { props: { due: inHours(1), light: 'green', status } }).text()).toBe('')
  })
})

describe('the age of what is shown', () => {
  it('blames the server, not the network, while the server is in trouble', async () => {
    const age = mount(DataAge, { props: { at: null, isStale: true } })
    expect(age.text()).toContain('网络不通，还没有读到过数据')
    isFaulty.value = true
    await nextTick()
    expect(age.text()).toContain('服务器暂时出错，还没有读到过数据')
    isFaulty.value = false
  })
})

describe('a photo', () => {
  it('asks again while the server is still making it, then says so', async () => {
    const photo = mount(CasePhoto, { props: { sha256: 'c'.repeat(64), size: 'screen' } })
    await settle()
    vi.useFakeTimers()
    for (const wait of [1000, 2000, 4000, 8000, 15_000]) {
      await photo.find('img').trigger('error')
      expect(photo.find('img').exists()).toBe(false)
      vi.advanceTimersByTime(wait)
      await nextTick()
      expect(photo.find('img').exists()).toBe(true)
    }
    await photo.find('img').trigger('error')
    expect(photo.text()).toContain('没有照片')
  })

  it('that lies here in a form this browser cannot draw is said to be converted later', async () => {
    const name = await keepPhoto(new Blob(['heic'], { type: 'image/heic' }))
    const photo = mount(CasePhoto, { props: { sha256: name, size: 'screen' } })
    await settle()
    await photo.find('img').trigger('error')
    expect(photo.text()).toContain('照片将由服务器转换')
  })

  it('does not give up the next one for what the last one complains of', async () => {
    const photo = mount(CasePhoto, { props: { sha256: await keepPhoto(new Blob(['one'])), size: 'screen' } })
    await settle()
    const late = photo.find('img').element.cloneNode() as HTMLImageElement
    await photo.setProps({ sha256: await keepPhoto(new Blob(['two'])) })
    await settle()
    const shown = photo.find('img').attributes('src')
    photo.find('img').element.setAttribute('src', late.getAttribute('src')!)
    await photo.find('img').trigger('error')
    photo.find('img').element.setAttribute('src', shown!)
    expect(photo.find('img').attributes('src')).toBe(shown)
    expect(photo.text()).not.toContain('转换')
  })
})

describe('a file chooser', () => {
  it('takes the same file again, which may have been mended meanwhile', async () => {
    const field = mount(FileField, { props: { words: '选择', accept: '.xlsx' } })
    const input = field.find('input').element
    const file = new File(['x'], '案件.xlsx')
    const emptied = vi.fn()
    Object.defineProperty(input, 'files', { value: [file] })
    Object.defineProperty(input, 'value', { set: emptied })
    await field.find('input').trigger('change')
    expect(field.emitted('choose')).toEqual([[[file]]])
    expect(emptied).toHaveBeenCalledWith('')
    expect(field.text()).toContain('案件.xlsx')
  })
})
