import type { LocalizedText } from '@fieldwork/expressions'

/** A switch of the whole workspace, as its author writes it. */
export interface ParameterDefinition {
  name: string
  label?: LocalizedText
  description?: LocalizedText
  /** among which settings it stands */
  group?: LocalizedText
  order?: number
  value: boolean
}
