import { describe, expect, it } from 'vitest'
import type { Words } from './merge'

const files = import.meta.glob<Words>('/src/**/locales/*.json', { eager: true, import: 'default' })
const sources = import.meta.glob<string>(['/src/**/*.{ts,vue}', '!/src/**/*.spec.ts', '!/src/testing/**'], {
  eager: true,
  query: '?raw',
  import: 'default',
})

function keysOf(words: Words, prefix = ''): string[] {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string' ? [prefix + key] : keysOf(value, `${prefix}${key}.`),
  )
}

describe('the words', () => {
  const pairs = Object.keys(files).filter((path) => path.endsWith('zh.json'))

  it.each(pairs)('%s says the same things in English', (path) => {
    const english = files[path.replace(/zh\.json$/, 'en.json')]
    expect(english, 'the English file is missing').toBeDefined()
    expect(keysOf(english!).sort()).toEqual(keysOf(files[path]!).sort())
  })

  it('are never written in code', () => {
    const offenders = Object.entries(sources)
      .filter(([, text]) => /[\u4e00-\u9fff]/.test(text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$|<!--[\s\S]*?-->/gm, '')))
      .map(([path]) => path)
    expect(offenders).toEqual([])
  })

  it('are all there that the code asks for', () => {
    const known = new Set(
      pairs.flatMap((path) => {
        const [, owner, desk] = /(?:features\/)?([\w-]+)\/(?:(desk)\/)?locales\//.exec(path)!
        return keysOf(files[path]!, desk ? `desk.${owner}.` : `${owner}.`)
      }),
    )
    const missing = Object.entries(sources).flatMap(([path, text]) =>
      [...text.matchAll(/(?<![\w.])t\(\s*'([\w.]+)'/g)].filter(([, key]) => !known.has(key!)).map(([, key]) => `${path}: ${key}`),
    )
    expect(missing).toEqual([])
  })
})
