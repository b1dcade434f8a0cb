import type { CatalogFieldType } from '../../catalog/types.ts'
import type { Property } from '../../model/definitions.ts'
import { NO_TEXT } from '../../model/localized.ts'

/** What a new field of each type starts with. */
const STARTS: Record<string, Record<string, unknown>> = {
  'auto-number': { format: 'NO-{yyyy}{MM}-{0000}', reset: 'month' },
  formula: { expression: '' },
  lookup: { onDelete: 'restrict' },
  'multi-lookup': { onDelete: 'restrict' },
  'polymorphic-lookup': { onDelete: 'set-null' },
}

/** A field of the type with nothing said yet. */
export function newFieldOf(type: CatalogFieldType): Property {
  const choices = type.options.required?.includes('options') ? { options: {} } : {}
  return { 'x-field': { type: type.name, label: NO_TEXT, ...choices, ...STARTS[type.name] } }
}
