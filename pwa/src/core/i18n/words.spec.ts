import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import { language, loadDeskWords, restoreLanguage, setLanguage, useI18n } from '.'
import { learn } from './words'

const { t, has, list } = useI18n()

beforeEach(() => {
  learn('zh', { pier: { greeting: '你好，{name}：{name}有{n}件', only: '只有中文', reasons: { a: '其一', b: '其二' }, '1': '一' } })
  learn('en', { pier: { greeting: 'Hello {name}: {n} cases' } })
})

afterEach(() => setLanguage('zh'))

describe('a word', () => {
  it('takes what is named, each time it is named', () => {
    expect(t('pier.greeting', { name: '张三', n: 0 })).toBe('你好，张三：张三有0件')
  })

  it('says nothing for what is not given', () => {
    expect(t('pier.greeting', { name: '张三', n: null })).toBe('你好，张三：张三有件')
  })

  it('is taken literally, whatever a name holds', () => {
    expect(t('pier.greeting', { name: '{n}$&', n: 2 })).toBe('你好，{n}$&：{n}$&有2件')
  })

  it('may have a number for its key', () => {
    expect(t('pier.1')).toBe('一')
  })

  it.each(['pier.absent', 'pier', 'nobody.knows', 'pier.only.deeper'])('is missed aloud in a spec: %s', (key) => {
    expect(() => t(key)).toThrow(`no words for ${key}`)
    expect(has(key)).toBe(false)
  })

  it('may be asked for before it is said', () => {
    expect(has('pier.only')).toBe(true)
  })

  it('may stand for several', () => {
    expect(list('pier.reasons')).toEqual(['其一', '其二'])
    expect(() => list('pier.only')).toThrow('no words for pier.only')
  })
})

describe('the language', () => {
  it('changes on every screen at once', async () => {
    const screen = mount({ setup: () => () => t('pier.greeting', { name: 'Li', n: 1 }) })
    expect(screen.text()).toBe('你好，Li：Li有1件')
    await setLanguage('en')
    await nextTick()
    expect(screen.text()).toBe('Hello Li: 1 cases')
    expect(document.documentElement.lang).toBe('en')
  })

  it('falls back to Chinese word by word', async () => {
    await setLanguage('en')
    expect(t('pier.only')).toBe('只有中文')
    expect(list('pier.reasons')).toEqual(['其一', '其二'])
  })

  it('is the phone’s next time too', async () => {
    await restoreLanguage()
    expect(language()).toBe('zh')
    localStorage.setItem('display.language', 'en')
    await restoreLanguage()
    expect(language()).toBe('en')
    expect(document.title).toBe(t('core.title'))
  })
})

it('learns the desk’s words when a desk is opened, in the language spoken', async () => {
  expect(has('admin.menu')).toBe(false)
  await setLanguage('en')
  await loadDeskWords()
  const english = t('desk.app.menu')
  await setLanguage('zh')
  expect(t('desk.app.menu')).not.toBe(english)
  expect(t('core.title')).toBeTruthy()
})
