/** Words. Chinese ships with the app; English and the desk's words come when asked for. */
import { has, learn, list, spoken, t, type Language } from './words'
import { chinese } from './zh'

export type { Language }
export { t }
const key = 'display.language'
const voice = { t, has, list }

learn('zh', chinese)
let withDesk = false

/** What a component says, said again by itself when the language changes. */
export const useI18n = () => voice

async function load(language: Language): Promise<void> {
  if (language === 'en') learn('en', (await import('./en')).english)
  if (!withDesk) return
  learn(language, language === 'zh' ? (await import('./desk-zh')).deskChinese : (await import('./desk-en')).deskEnglish)
}

export function language(): Language {
  return spoken.value
}

export async function setLanguage(next: Language): Promise<void> {
  await load(next)
  spoken.value = next
  document.documentElement.lang = next === 'zh' ? 'zh-CN' : 'en'
  document.title = t('core.title')
  localStorage.setItem(key, next)
}

/** The language last chosen here. Throws when its words cannot be loaded; the app then speaks Chinese. */
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
