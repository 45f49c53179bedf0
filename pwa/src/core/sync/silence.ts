import { readonly, ref } from 'vue'

const silent = ref(false)
/** The last question stayed without an answer: what is shown may be old. */
export const isSilent = readonly(silent)

/** Also said by others, who asked in vain for something else. */
export function noteSilence(is: boolean): void {
  silent.value = is
}
