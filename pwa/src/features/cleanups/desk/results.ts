/** Results that were typed over those that stand. */
type Amounts = Record<string, number>

/** Those that are other; an emptied field is 0. */
export function changed(before: Amounts, typed: Record<string, number | ''>): Amounts {
  const codes = Object.keys({ ...before, ...typed })
  return Object.fromEntries(codes.map((code) => [code, typed[code] || 0] as const).filter(([code, n]) => n !== (before[code] ?? 0)))
}

/** What stands now, with mine over it. */
export const laid = (now: Amounts, mine: Amounts): Amounts => ({ ...now, ...mine })
