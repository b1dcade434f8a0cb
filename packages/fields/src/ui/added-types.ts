import type { ComponentType } from 'react'

import type { FieldShape } from './field-shape.ts'
import type { Widget } from './widget.ts'

/** A value that is there, and its field. */
export interface ShownValue {
  field: FieldShape
  value: unknown
  /** there is one line for it */
  inLine: boolean
}

/** How values of a plugin's field type are entered and shown; what is left out is as in the type that it is based on. */
export interface TypeUi {
  Input?: Widget
  Show?: ComponentType<ShownValue>
}

const known = new Map<string, TypeUi>()

/** By the name of the field type. */
export const addedTypes: ReadonlyMap<string, TypeUi> = known

/** Tells how values of a plugin's field type are entered and shown, before a form or list of them is. */
export function addTypeUi(type: string, parts: TypeUi): void {
  known.set(type, parts)
}
