import type { ComponentType } from 'react'

import type { FieldShape, ReferenceValue } from './field-shape.ts'

/** What every widget gets. Values are those of the API: decimals as numbers, dates ISO 8601, lookups as ids. */
export interface WidgetProps {
  /** id of the input, for its label */
  id: string
  field: FieldShape
  value: unknown
  /** undefined or null clears the field; a lookup tells what it chose is called */
  onChange(value: unknown, reference?: ReferenceValue | null): void
  onBlur?(): void
  disabled: boolean
  invalid: boolean
  required?: boolean
  /** ids of the help and error texts */
  describedBy?: string
  autoFocus?: boolean
  placeholder?: string
  /** what a lookup's id is called, where that is known */
  reference?: ReferenceValue | null
  /** what the ids in a value of several are called, as far as that is known */
  references?: readonly ReferenceValue[]
}

/** A widget of `@fieldwork/fields/ui`. */
export type Widget = ComponentType<WidgetProps>

/** The ARIA half that all widgets share. */
export function ariaOf(props: WidgetProps): {
  'aria-invalid'?: true
  'aria-required'?: true
  'aria-describedby'?: string
} {
  return {
    ...(props.invalid ? { 'aria-invalid': true } : {}),
    ...(props.required ? { 'aria-required': true } : {}),
    ...(props.describedBy ? { 'aria-describedby': props.describedBy } : {}),
  }
}

/** Ant Design's word for an invalid input. */
export function statusOf(props: WidgetProps): '' | 'error' {
  return props.invalid ? 'error' : ''
}
