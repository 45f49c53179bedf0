/** What a cleanup left behind, in words and as typed. */
import type { ResultKind } from '@/features/today/types'

/** "垃圾 12 袋、清洗 300 平方米"; kinds nobody did anything of are left out. */
export function amountsOf(results: Record<string, number>, kinds: ResultKind[], comma = '、'): string {
  const said = inUse(kinds, results).filter(({ code }) => results[code])
  return said.map(({ code, name, measure }) => `${name} ${results[code]} ${measure}`).join(comma)
}

/** Kinds to ask for, and those out of use of which something was written down. */
export function inUse(kinds: ResultKind[], results: Record<string, number>): ResultKind[] {
  return kinds.filter(({ code, is_active }) => is_active || results[code] !== undefined)
}

/** A number as people type it on a phone, with the full stop of any keyboard; null for what is none. */
export function read(typed: string): number | null {
  const plain = typed.trim().normalize('NFKC').replace(/[,，。．]/g, '.')
  return /^\d{1,7}(\.\d{1,2})?$/.test(plain) ? Number(plain) : null
}

/** All that was typed; what is left empty is not written down. Null while something is no number. */
export function readAll(typed: Record<string, string>): Record<string, number> | null {
  const found: Record<string, number> = {}
  for (const [code, words] of Object.entries(typed)) {
    if (!words.trim()) continue
    const amount = read(words)
    if (amount === null) return null
    found[code] = amount
  }
  return found
}
