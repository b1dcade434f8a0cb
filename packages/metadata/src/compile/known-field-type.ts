import type { FieldType, Property } from '@fieldwork/fields'
import { fieldType } from '@fieldwork/fields'

/** The type of a property whose definition the schema has accepted. */
export function knownFieldType(property: Property): FieldType {
  const { type } = property['x-field']
  const known = fieldType(type)
  if (!known) throw new Error(`The schema let the unknown field type “${type}” through`)
  return known
}
