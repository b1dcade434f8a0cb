import type { LocalizedText } from '@fieldwork/expressions'

/** What a field of the mapping is compared with. */
export interface RuleMatch {
  path: string
  below?: boolean
}

/** A rule that makes people members, as its author writes it. */
export interface MemberRuleDefinition {
  name: string
  label?: LocalizedText
  description?: LocalizedText
  order?: number
  object: string
  when?: string
  /** the object whose records map values to people */
  mapping: string
  /** by field of the mapping */
  match: Record<string, RuleMatch>
  people: string
  level?: 'read' | 'edit'
}
