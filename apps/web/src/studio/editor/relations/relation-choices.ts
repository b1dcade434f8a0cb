/** Ways in which objects can be related. */
export const RELATION_KINDS = ['lines', 'lookup', 'multi-lookup', 'polymorphic-lookup', 'hierarchy'] as const
export type RelationKind = (typeof RELATION_KINDS)[number]

/** Their icons in the palette. */
export const RELATION_ICONS: Record<RelationKind, string> = {
  lines: 'cluster',
  lookup: 'link',
  'multi-lookup': 'branches',
  'polymorphic-lookup': 'node-index',
  hierarchy: 'apartment',
}
