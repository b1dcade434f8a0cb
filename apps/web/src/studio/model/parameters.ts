import type { LocalizedText } from '@fieldwork/expressions'

export type ParameterValue = boolean | number | string

export const parameterTypes = ['boolean', 'integer', 'decimal', 'percent', 'money', 'text', 'date'] as const

export type ParameterType = (typeof parameterTypes)[number]

/** What a value of the type is before anybody has entered one. */
export function emptyParameterValue(type: ParameterType): ParameterValue {
  if (type === 'boolean') return true
  return type === 'text' || type === 'date' ? '' : 0
}

/** A figure or switch of the whole workspace, as its author writes it. */
export interface ParameterDefinition {
  name: string
  label?: LocalizedText
  description?: LocalizedText
  /** among which settings it stands */
  group?: LocalizedText
  order?: number
  /** a switch when left out */
  type?: ParameterType
  /** what a number counts */
  unit?: LocalizedText
  minimum?: number
  maximum?: number
  value: ParameterValue
  /** by day: the value from then on */
  validFrom?: Record<string, ParameterValue>
}
