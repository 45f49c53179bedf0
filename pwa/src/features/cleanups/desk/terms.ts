/** Categories of participants and kinds of results: data, fetched once for all screens of cleanups. */
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { get } from '@/core/api'
import type { ParticipantCategory, ResultKind } from './types'

export const useTerms = defineStore('cleanup-terms', () => {
  const categories = shallowRef<ParticipantCategory[]>([])
  const kinds = shallowRef<ResultKind[]>([])
  const active = computed(() => categories.value.filter((one) => one.is_active))
  const activeKinds = computed(() => kinds.value.filter((one) => one.is_active))

  const categoryName = (code: string) => categories.value.find((one) => one.code === code)?.name ?? code
  const kind = (code: string) => kinds.value.find((one) => one.code === code)

  async function load(): Promise<void> {
    const [first, second] = await Promise.all([get<{ items: ParticipantCategory[] }>('/participant-categories'), get<{ items: ResultKind[] }>('/cleanup-result-kinds')])
    categories.value = first.items
    kinds.value = second.items
  }

  /** Names are shown by code until they come. */
  const ensure = async () => void (categories.value.length || (await load().catch(() => undefined)))

  return { categories, kinds, active, activeKinds, categoryName, kind, ensure, load }
})
