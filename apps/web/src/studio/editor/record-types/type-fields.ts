import type { CatalogField } from '../../catalog/types.ts'
import type { RecordType } from '../../model/definitions.ts'
import { isRequired, optionsOf } from '../../model/object-edits.ts'
import type { ObjectEditing } from '../object-editing.ts'

/** The field that holds the type of a record. */
const RECORD_TYPE = 'record_type'

/** The fields that people enter. */
export function enteredFields({ object }: ObjectEditing): CatalogField[] {
  return object.fields.filter(({ system, readOnly, name }) => !system && !readOnly && name !== RECORD_TYPE)
}

/** The fields that a type can ask for beside those that every record has. */
export function requirableFields(editing: ObjectEditing, { hidden = [] }: RecordType): CatalogField[] {
  return enteredFields(editing).filter(({ name }) => !isRequired(editing.definition, name) && !hidden.includes(name))
}

/** The fields that records of a type can do without. */
export function hideableFields(editing: ObjectEditing, { required = [] }: RecordType): CatalogField[] {
  const { nameField, states } = optionsOf(editing.definition)
  const needed = new Set([...required, nameField, states?.field])
  return enteredFields(editing).filter(({ name }) => !isRequired(editing.definition, name) && !needed.has(name))
}

/** The select fields with choices of their own. */
export function choiceFields(editing: ObjectEditing): CatalogField[] {
  return enteredFields(editing).filter(({ name, type }) => {
    const options = editing.definition.properties[name]?.['x-field']['options']
    return (type === 'select' || type === 'multi-select') && Object.keys(Object(options)).length > 0
  })
}
