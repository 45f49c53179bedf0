/** A brief being edited: kept by itself when the typing pauses, never over somebody else's words. */
import { onScopeDispose, reactive, ref, shallowRef, watch, type Ref } from 'vue'
import { ApiProblem, get, put } from '@/core/api'
import { blank, bodyOf, same, wordsOf, type Brief, type BriefWords, type Composed } from './brief'

const PAUSE_MS = 1000

export interface Editing {
  words: BriefWords
  /** As the server has it; null until it came. */
  stands: Ref<Brief | null>
  /** What somebody else wrote meanwhile. */
  other: Ref<Brief | null>
  problem: Ref<unknown>
  isSaving: Ref<boolean>
  /** Rises whenever document and picture may look different. */
  edition: Ref<number>
  isChanged: () => boolean
  /** The text is somebody's own and follows no number. */
  isTextOwn: () => boolean
  load: () => Promise<void>
  /** True when the server has everything. */
  save: () => Promise<boolean>
  composeAgain: () => Promise<BriefWords | null>
  set: (to: BriefWords) => void
  takeOther: () => void
  keepMine: () => Promise<boolean>
}

export function useBriefEditing(id: string, pauseMs = PAUSE_MS): Editing {
  const place = `/cleanup-sessions/${id}/brief`
  const words = reactive(blank())
  const stands = shallowRef<Brief | null>(null)
  const other = shallowRef<Brief | null>(null)
  const problem = shallowRef<unknown>(null)
  const isSaving = ref(false)
  const edition = ref(0)
  let timer: ReturnType<typeof setTimeout> | undefined
  let composed: Composed = {}
  let underWay: Promise<boolean> | null = null

  const isChanged = () => stands.value !== null && !same(words, stands.value)
  const isTextOwn = () => words.text !== composed.text
  const set = (to: BriefWords) => void Object.assign(words, wordsOf(to))

  function stand(brief: Brief): void {
    follow(brief)
    stands.value = brief
    edition.value++
  }

  /** The numbers may have moved on while the words were on their way: what nobody wrote moves with them. */
  function follow(brief: Brief): void {
    const { text, pairs } = wordsOf(brief)
    if (!brief.is_text_edited) {
      if (!isTextOwn()) words.text = text
      composed.text = text
    }
    if (!brief.are_pairs_chosen) {
      if (bodyOf(words, composed).pairs === null) words.pairs = pairs
      composed.pairs = pairs
    }
  }

  /** Words being typed stay; a brief nobody touched follows the numbers. */
  async function load(): Promise<void> {
    try {
      const found = await get<Brief>(place)
      const isMine = isChanged() || isSaving.value
      problem.value = null
      if (isMine) return void (stands.value && (stands.value = { ...stands.value, numbers: found.numbers }))
      if (JSON.stringify(found) === JSON.stringify(stands.value)) return
      set(found)
      stand(found)
    } catch (error) {
      problem.value = error
    }
  }

  async function send(): Promise<boolean> {
    const sent = bodyOf(words, composed)
    isSaving.value = true
    try {
      stand(await put<Brief>(place, { ...sent, version: stands.value!.version }))
      problem.value = null
      return true
    } catch (error) {
      if (error instanceof ApiProblem && error.document.code === 'stale_version' && 'brief' in error.document) other.value = error.document.brief as Brief
      else problem.value = error
      return false
    } finally {
      isSaving.value = false
    }
  }

  async function save(): Promise<boolean> {
    clearTimeout(timer)
    if (underWay) await underWay
    if (!isChanged()) return stands.value !== null
    if (other.value || !words.title.trim()) return false
    underWay = send().finally(() => (underWay = null))
    return underWay
  }

  async function composeAgain(): Promise<BriefWords | null> {
    const before = wordsOf(words)
    try {
      const found = await get<Brief>(`${place}?composed=true`)
      set({ ...found, heading: words.heading, weather: words.weather })
      const { text, pairs } = wordsOf(found)
      composed = { text, pairs }
      return before
    } catch (error) {
      problem.value = error
      return null
    }
  }

  function takeOther(): void {
    if (!other.value) return
    set(other.value)
    stand(other.value)
    other.value = null
  }

  function keepMine(): Promise<boolean> {
    stands.value = other.value
    other.value = null
    return save()
  }

  watch(words, () => {
    clearTimeout(timer)
    if (isChanged()) timer = setTimeout(() => void save(), pauseMs)
  })
  onScopeDispose(() => clearTimeout(timer))
  return { words, stands, other, problem, isSaving, edition, isChanged, isTextOwn, load, save, composeAgain, set, takeOther, keepMine }
}
