/** Finding a kind of case by what people call it: name, everyday word, full pinyin or initials. */
import { inOrder, type Category } from '@/core/api'

/** Best first: exact, beginning, inside; the code counts too. */
export function search(categories: Category[], words: string): Category[] {
  const wanted = words.trim().toLowerCase().replace(/\s+/g, '')
  if (!wanted) return categories
  return categories
    .map((category) => ({ category, rank: rank(category, wanted) }))
    .filter(({ rank }) => rank < 3)
    .sort((a, b) => a.rank - b.rank)
    .map(({ category }) => category)
}

function rank({ name, aliases, pinyin, code }: Category, wanted: string): number {
  const texts = [name, ...aliases, code, ...(pinyin ?? '').split(/\s+/)].map((text) => text.toLowerCase())
  const ranks = texts.map((text) => (text === wanted ? 0 : text.startsWith(wanted) ? 1 : text.includes(wanted) ? 2 : 3))
  return Math.min(...ranks)
}

/** The first `count` for the big buttons: last used first, then the catalogue's own order. */
export function favourites(categories: Category[], recent: string[], count = 6): Category[] {
  const used = recent.flatMap((code) => categories.find((category) => category.code === code) ?? [])
  const rest = categories
    .filter((category) => !used.includes(category))
    .sort((a, b) => (a.rank ?? 1000) - (b.rank ?? 1000) || inOrder(a.code, b.code))
  return [...used, ...rest].slice(0, count)
}
