import type { LocalizedText } from '@fieldwork/expressions'

/** A management dimension as its author writes it. */
export interface DimensionDefinition {
  name: string
  label?: LocalizedText
  description?: LocalizedText
  order?: number
  /** the object whose records are its values */
  object: string
  /** path from a user to his own values */
  own?: string
}
