/** The rules as an administrator orders them, until they are saved. */
import type { Id, SuggestionRule } from '@/core/api'

export type Rule = SuggestionRule
type Body = Omit<Rule, 'road_name' | 'segment_name'>

/** As the server takes it: names are its own to know. */
export function bodyOf(rule: Rule): Body {
  const { id, is_active, note, category_id, class_name, unit_id, road_id, segment_id, side, source, department_id } = rule
  return { id, is_active, note, category_id, class_name, unit_id, road_id, segment_id, side, source, department_id }
}

export const isSame = (one: Rule[], other: Rule[]): boolean => JSON.stringify(one.map(bodyOf)) === JSON.stringify(other.map(bodyOf))

/** The rule at `index` put `by` places further on; out of the list, nothing moves. */
export function moved(rules: Rule[], index: number, by: number): Rule[] {
  const order = [...rules]
  const [rule] = order.splice(index, 1)
  if (!rule || index + by < 0 || index + by > order.length) return rules
  order.splice(index + by, 0, rule)
  return order
}

/** The same list with this rule in place of the one of its id, or behind all. */
export function withRule(rules: Rule[], rule: Rule): Rule[] {
  return rules.some(({ id }) => id === rule.id) ? rules.map((one) => (one.id === rule.id ? rule : one)) : [...rules, rule]
}

export function blank(unit_id: Id): Rule {
  const nothing = { category_id: null, class_name: null, road_id: null, road_name: null, segment_id: null, segment_name: null, side: null, source: null }
  return { id: crypto.randomUUID(), is_active: true, note: '', unit_id, department_id: '', ...nothing }
}

/** One choice for two fields of which only one may be set: `class:…` or `one:…`. */
export function kindOf({ category_id, class_name }: Pick<Rule, 'category_id' | 'class_name'>): string {
  return category_id ? `one:${category_id}` : class_name ? `class:${class_name}` : ''
}

export function withKind(choice: string): Pick<Rule, 'category_id' | 'class_name'> {
  return { category_id: after(choice, 'one:'), class_name: after(choice, 'class:') }
}

export function placeOf({ road_id, segment_id }: Pick<Rule, 'road_id' | 'segment_id'>): string {
  return segment_id ? `segment:${segment_id}` : road_id ? `road:${road_id}` : ''
}

export function withPlace(choice: string): Pick<Rule, 'road_id' | 'segment_id'> {
  return { road_id: after(choice, 'road:'), segment_id: after(choice, 'segment:') }
}

const after = (text: string, head: string): string | null => (text.startsWith(head) ? text.slice(head.length) : null)
