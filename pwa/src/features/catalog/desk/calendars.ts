/** Which calendar each year is counted by, fetched once for all desk screens. */
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { get, type Calendar } from '@/core/api'

export const useCalendars = defineStore('calendars', () => {
  const years = shallowRef<Calendar[]>([])
  let asked: Promise<void> | null = null

  async function load(): Promise<void> {
    years.value = (await get<{ items: Calendar[] }>('/calendars')).items
  }

  /** What could not be had is asked for again next time. */
  const ensure = () => (asked ??= load().catch(() => void (asked = null)))

  /** Of a year nobody told us of, weekends are all there is. */
  const sourceOf = (year: number): Calendar['source'] => years.value.find((one) => one.year === year)?.source ?? 'weekends'

  return { years, load, ensure, sourceOf }
})
