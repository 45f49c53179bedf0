/** Views a person keeps: a name and the address behind it, in this browser and for this person alone. */
import { ref, type Ref } from 'vue'
import type { Id } from '@/core/api'
import { query } from '@/core/api'
import { fromText, toAddress, type Filters } from './filters'

export interface SavedView {
  id: Id
  name: string
  query: string
}

export const MOST_SAVED = 20
export const LONGEST_NAME = 20

const keyOf = (userId: Id) => `desk.views.${userId}`

function read(userId: Id): SavedView[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(keyOf(userId)) ?? '[]')
    return Array.isArray(found) ? found.filter(isView).slice(0, MOST_SAVED) : []
  } catch {
    return []
  }
}

function isView(one: unknown): one is SavedView {
  const view = one as Partial<SavedView> | null
  return typeof view?.id === 'string' && typeof view.name === 'string' && typeof view.query === 'string'
}

export interface SavedViews {
  views: Ref<SavedView[]>
  add: (name: string, filters: Filters) => SavedView | null
  rename: (id: Id, name: string) => void
  /** How to put it back where it was. */
  remove: (id: Id) => () => void
}

export function useSavedViews(userId: Id): SavedViews {
  const views = ref(read(userId))

  function keep(next: SavedView[]): void {
    views.value = next
    try {
      localStorage.setItem(keyOf(userId), JSON.stringify(next))
    } catch {
      // A full or locked browser keeps them until the page is left.
    }
  }

  function add(name: string, filters: Filters): SavedView | null {
    const words = name.trim().slice(0, LONGEST_NAME)
    if (!words || views.value.length >= MOST_SAVED) return null
    const view = { id: crypto.randomUUID(), name: words, query: textOf(filters) }
    keep([...views.value, view])
    return view
  }

  function rename(id: Id, name: string): void {
    const words = name.trim().slice(0, LONGEST_NAME)
    if (words) keep(views.value.map((view) => (view.id === id ? { ...view, name: words } : view)))
  }

  function remove(id: Id): () => void {
    const before = views.value
    const place = before.findIndex((view) => view.id === id)
    const gone = before[place]
    keep(before.filter((view) => view.id !== id))
    return () => {
      if (gone) keep([...views.value.slice(0, place), gone, ...views.value.slice(place)])
    }
  }

  return { views, add, rename, remove }
}

export function textOf(filters: Filters): string {
  return query(toAddress(filters) as Record<string, string | string[]>).slice(1)
}

export const filtersOf = ({ query: text }: SavedView): Filters => fromText(text)
