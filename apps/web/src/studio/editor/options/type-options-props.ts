import type { CatalogFieldType } from '../../catalog/types.ts'
import type { FieldForm } from '../fields/use-field-form.ts'
import type { ObjectEditing } from '../object-editing.ts'

/** What the editor of a type's options gets. */
export interface TypeOptionsProps {
  type: CatalogFieldType
  form: FieldForm
  editing: ObjectEditing
  isPublished: boolean
  problem: string | undefined
}
