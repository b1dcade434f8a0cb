import type { CompiledDuplicateRule, MatchKind } from '@fieldwork/metadata'

/** SQL of what makes values the same; null for values that are nobody's duplicate. */
export function matchKeySql(kind: MatchKind, value: string): string {
  return kind === 'exact' ? value : `fw_key_${kind}(${value})`
}

/** Whether a rule ever asks the database about a record with these fields. */
export const matchedFields = ({ match }: CompiledDuplicateRule): string[] => match.map(({ field }) => field)
