import type { ExpressionKind, FieldType, FilterKind, Presentation, Property } from './field-type.ts'
import { fieldType } from './registry.ts'
import { resultField } from './types/roll-up/result.ts'

const BY_KIND: Partial<Record<ExpressionKind['kind'] | 'list' | 'struct', FilterKind>> = {
  text: 'text',
  integer: 'number',
  decimal: 'number',
  boolean: 'flag',
  date: 'day',
  datetime: 'day',
  list: 'choices',
  struct: 'presence',
}

/** How values of a field are treated by forms and lists; a formula or roll-up is treated as what it gives. */
export function presentationOf(type: FieldType, property: Property): Presentation & { filter: FilterKind } {
  const shown = shownType(type, property)
  const filter = shown.presentation?.filter ?? filterKind(shown, property)
  return { ...shown.presentation, filter }
}

function shownType(type: FieldType, property: Property): FieldType {
  if (type.computed === 'roll-up') return resultField(property).type
  const { result } = property['x-field']
  return type.computed === 'formula' && typeof result === 'string' ? (fieldType(result) ?? type) : type
}

function filterKind(type: FieldType, property: Property): FilterKind {
  const targets = type.targets?.(property)
  if (targets) return targets.many ? 'references' : 'related'
  if (type.reference) return 'reference'
  const { kind } = type.expression(property)
  return kind === 'text' && type.choices ? 'choice' : (BY_KIND[kind] ?? 'presence')
}
