/** Finds a word by its key and puts what is named into it. */
import { ref, shallowReactive } from 'vue'
import type { Words } from './merge'

export type Language = 'zh' | 'en'
export type Named = Record<string, unknown>

const known = shallowReactive<Record<Language, Words>>({ zh: {}, en: {} })
export const spoken = ref<Language>('zh')

/** Files have name spaces of their own, so the newer never hides part of the older. */
export function learn(language: Language, words: Words): void {
  known[language] = { ...known[language], ...words }
}

function find(language: Language, key: string): Words | string | undefined {
  return key.split('.').reduce<Words | string | undefined>((at, part) => (typeof at === 'object' ? at[part] : undefined), known[language])
}

/** What is not said in English yet is said in Chinese. */
const look = (key: string) => find(spoken.value, key) ?? find('zh', key)

function missing(key: string): string {
  if (import.meta.env.MODE === 'test') throw new Error(`no words for ${key}`)
  if (import.meta.env.DEV) console.error(`no words for ${key}`)
  return key
}

export function t(key: string, named?: Named): string {
  const words = look(key)
  if (typeof words !== 'string') return missing(key)
  return named ? words.replace(/\{(\w+)\}/g, (_, name: string) => String(named[name] ?? '')) : words
}

export function has(key: string): boolean {
  return typeof find('zh', key) === 'string'
}

/** All the words under a key, as for a choice of reasons. */
export function list(key: string): string[] {
  const words = look(key)
  return typeof words === 'object' ? Object.values(words).map(String) : [missing(key)]
}
