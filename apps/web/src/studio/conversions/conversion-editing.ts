import type { EditableDocument } from '../draft/use-document.ts'
import type { ConversionDefinition } from '../model/conversions.ts'

/** What the parts of the editor get: the conversion as the draft has it, and the way to change it. */
export interface ConversionEditing {
  conversion: ConversionDefinition
  edit: EditableDocument<ConversionDefinition>['edit']
}
