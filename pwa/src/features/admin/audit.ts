/** A row of the audit log as short statements: what changed from what to what, or just what it says. */

export interface Fact {
  field: string
  before: string | null
  after: string
}

/** How a value is put into words; unit and department ids become names. */
export type Say = (value: unknown, field: string) => string

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function factsOf(detail: Record<string, unknown>, say: Say): Fact[] {
  const { before, after, ...rest } = detail
  const facts: Fact[] = []
  if (isRecord(before) || isRecord(after)) {
    const old = isRecord(before) ? before : {}
    const fresh = isRecord(after) ? after : {}
    for (const field of new Set([...Object.keys(old), ...Object.keys(fresh)])) {
      const [was, is] = [say(old[field], field), say(fresh[field], field)]
      if (was !== is) facts.push({ field, before: isRecord(before) ? was : null, after: is })
    }
  } else if (before !== undefined || after !== undefined) {
    facts.push({ field: '', before: say(before, ''), after: say(after, '') })
  }
  for (const [field, value] of Object.entries(rest)) {
    if (isRecord(value)) facts.push(...factsOf(value, say))
    else if (say(value, field)) facts.push({ field, before: null, after: say(value, field) })
  }
  return facts
}
