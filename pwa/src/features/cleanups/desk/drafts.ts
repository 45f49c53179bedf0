/** Forms left without saving, until the tab is closed: who comes back goes on where they were. */
import { copyOf, type SessionForm } from './session-form'

const kept = new Map<string, SessionForm>()

export const keepDraft = (key: string, form: SessionForm): void => void kept.set(key, copyOf(form))
export const draftOf = (key: string): SessionForm | null => kept.get(key) ?? null
export const dropDraft = (key: string): void => void kept.delete(key)
