/** Photos the phone had no room for: still in hand, to be saved elsewhere or tried again. Never let go of by the machine. */
import { shallowReactive } from 'vue'

export interface Unkept {
  file: Blob
  /** For <img> and for saving. */
  url: string
  again: () => void
}

export const unkept = shallowReactive<Unkept[]>([])

export function holdUnkept(file: Blob, again: () => void): void {
  unkept.push({ file, url: URL.createObjectURL(file), again })
}

export function letGoOf(one: Unkept): void {
  const at = unkept.indexOf(one)
  if (at >= 0) unkept.splice(at, 1)
  URL.revokeObjectURL(one.url)
}
