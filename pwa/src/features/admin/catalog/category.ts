/** Everyday words as one types them: by comma, enumeration comma or space. */
export function aliasesOf(typed: string): string[] {
  return [...new Set(typed.split(/[\s,，、;；]+/).filter(Boolean))]
}
