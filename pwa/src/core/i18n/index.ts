/** Words. Chinese ships with the app; English and the desk's words come when asked for. */
import { createI18n } from 'vue-i18n'
import './compile'
import { chinese } from './zh'

export type Language = 'zh' | 'en'
const key = 'display.language'

export const i18n = createI18n({ legacy: false, locale: 'zh', fallbackLocale: 'zh', messages: { zh: chinese } })
export const t = i18n.global.t

let withDesk = false

async function load(language: Language): Promise<void> {
  if (language === 'en') i18n.global.mergeLocaleMessage('en', (await import('./en')).english)
  if (!withDesk) return
  const words = language === 'zh' ? (await import('./desk-zh')).deskChinese : (await import('./desk-en')).deskEnglish
  i18n.global.mergeLocaleMessage(language, words)
}

export function language(): Language {
  return i18n.global.locale.value as Language
}

export async function setLanguage(next: Language): Promise<void> {
  await load(next)
  ;(i18n.global.locale as { value: string }).value = next
  document.documentElement.lang = next === 'zh' ? 'zh-CN' : 'en'
  document.title = t('core.title')
  localStorage.setItem(key, next)
}

export async function restoreLanguage(): Promise<void> {
  if (localStorage.getItem(key) === 'en') await setLanguage('en')
}

/** Call before the first desk screen; its words are no part of the phone's first load. */
export async function loadDeskWords(): Promise<void> {
  if (withDesk) return
  withDesk = true
  await load('zh')
  if (language() === 'en') await load('en')
}
