import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import type { Category } from '@/core/api'
import { useCached } from '@/core/db/answers'
import { useSession } from '@/features/session/store'

const RECENT_KEPT = 12

export const useCatalog = defineStore('catalog', () => {
  const session = useSession()
  const answer = useCached<{ items: Category[] }>(() => session.id, '/categories')
  const categories = computed(() => (answer.data.value?.items ?? []).filter((category) => category.is_active !== false))
  const key = () => `catalog.recent.${session.id}`
  const recent = ref<string[]>([])

  async function load(): Promise<void> {
    recent.value = JSON.parse(localStorage.getItem(key()) ?? '[]') as string[]
    if (!categories.value.length || answer.isStale.value) await answer.load()
  }

  function use(code: string): void {
    recent.value = [code, ...recent.value.filter((other) => other !== code)].slice(0, RECENT_KEPT)
    localStorage.setItem(key(), JSON.stringify(recent.value))
  }

  const find = (code: string | null) => categories.value.find((category) => category.code === code) ?? null

  return { categories, recent, load, use, find, isStale: answer.isStale }
})
