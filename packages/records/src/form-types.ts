import type { JsonSchema } from '@fieldwork/fields'
import type { Operation } from '@fieldwork/metadata'

export interface FormSchemaInput {
  object: string
  mode: 'create' | 'update'
}

/** What a form or a detail page knows of one field; texts are in the actor's language. */
export interface FormField {
  label: string
  help: string | null
  type: string
  readable: boolean
  writable: boolean
  required: boolean
  /** the object a lookup points to */
  reference: string | null
  /** name of the widget in `@fieldwork/fields/ui` */
  widget: string
  /** source of a formula, for live evaluation in the form */
  formula?: string
  /** the property of a read-only field, which the schema leaves out: says how a value is shown */
  property?: JsonSchema
  /** a select's options in their order */
  options?: { value: string; label: string; color?: string; active: boolean }[]
}

export interface FormStates {
  field: string
  initial: string
  transitions: Record<string, { label: string; from: string[]; to: string; requires: string[] }>
}

/** What rjsf and the detail page need to draw a record of an object for one caller. */
export interface FormSchema {
  object: string
  label: string
  icon: string
  nameField: string
  mode: 'create' | 'update'
  /** JSON Schema of the values that may be sent; `title` and `description` in the actor's language */
  schema: JsonSchema
  /** resolved form layout */
  layout: Record<string, unknown>
  detailLayout: Record<string, unknown>
  states: FormStates | null
  fields: Record<string, FormField>
  operations: Operation[]
  /** address of the precompiled validator module */
  validator: string
  /** changes with the object's definition */
  hash: string
}

/** A table view in the actor's language. */
export type ResolvedView = Record<string, unknown> & { name: string; object: string; label: string }
