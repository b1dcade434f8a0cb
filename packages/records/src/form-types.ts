import type { Constant } from '@fieldwork/expressions'
import type { ExpressionKind, FilterKind, JsonSchema, Presentation } from '@fieldwork/fields'
import type { Operation, ViewColumn, ViewDefinition } from '@fieldwork/metadata'

export interface FormSchemaInput {
  object: string
  mode: 'create' | 'update'
  /** of the record; a new one has the default type when it is left out */
  recordType?: string | undefined
}

/** A type of records, in the actor's language. */
export interface FormRecordType {
  name: string
  label: string
  help: string | null
  color: string | null
  /** new records of the actor's may have it */
  creatable: boolean
  /** fields that its records do not have */
  hidden: string[]
}

/** What it takes to show values of a field; texts are in the actor's language. */
export interface ShownField {
  label: string
  type: string
  /** the object a lookup points to */
  reference: string | null
  /** name of the widget in `@fieldwork/fields/ui` */
  widget: string
  /** `x-field` with what decides the format of a value: scale, currency, a formula's result */
  property?: JsonSchema
  presentation: Presentation & { filter: FilterKind }
  /** false: it cannot be filtered by */
  filterable: boolean
  /** false: pickers of fields leave it out */
  visible: boolean
  /** how expressions see a value */
  expression: ExpressionKind
  /** a select's options in their order */
  options?: { value: string; label: string; color?: string; active: boolean }[]
}

/** What a form or a detail page knows of one field; `property` only where the record schema leaves the field out. */
export interface FormField extends ShownField {
  help: string | null
  readable: boolean
  /** its values are hidden from the actor; records tell under `_masked` what is shown instead */
  masked?: boolean
  /** it is masked, but the values of some records are shown */
  partly?: boolean
  writable: boolean
  /** it can be written on some records only: `rights=true` of a record tells on which not */
  partlyWritable?: boolean
  required: boolean
  /** source of a formula, for live evaluation in the form */
  formula?: string
  /** source of what a new record gets; constants stand in the schema */
  defaultExpression?: string
}

export interface FormStates {
  field: string
  initial: string
  /** `approved`: the transition begins an approval, or does what one would do where nobody has to agree */
  transitions: Record<string, { label: string; from: string[]; to: string; requires: string[]; approved: boolean }>
}

/** Records of another object that refer to this one, e.g. the lines of an order. */
export interface FormCollection {
  object: string
  /** the field of that object which refers */
  field: string
  /** they are written with the record */
  isLines: boolean
  /** of that object */
  label: string
  minLines: number
  maxLines: number | null
  /** the field in which the platform counts the lines */
  position: string | null
}

/** Fields that ought to be filled in together. */
export interface FormCompleteness {
  name: string
  label: string
  /** the post that sees to it */
  responsible: string | null
  /** expression: only for records for which it holds */
  when: string | null
  /** the field that tells how complete it is, in percent */
  field: string
  /** weights */
  fields: Record<string, number>
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
  /** null: all records are of one kind */
  recordTypes: FormRecordType[] | null
  /** the type that the schema is for */
  recordType: string | null
  /** what refers to records of the object, by name; without what the actor may neither read nor make with a new one */
  collections: Record<string, FormCollection>
  fields: Record<string, FormField>
  /** fields by which duplicate rules find records: worth asking about while they are entered */
  duplicateFields: string[]
  operations: Operation[]
  /** records can be made together with the new ones that they are parts of, where `create` by itself is not allowed too */
  isCreatedWithMaster: boolean
  /** the standard behind the completeness of its records, in order; null: it has none */
  completeness: FormCompleteness[] | null
  /** the parameters that its formulas, defaults and layouts read; absent: none */
  parameters?: Record<string, Constant>
  /** whether records of the object become others, as far as the actor may make those */
  conversions: { name: string; label: string; /** the transition that it ends with */ transition: string | null }[]
  /** chains of approval that are begun by hand */
  approvals: { name: string; label: string }[]
  /** files can be attached to its records */
  attachments: boolean
  /** address of the precompiled validator module */
  validator: string
  /** changes with the object's definition */
  hash: string
}

/** A column of a view with the field at the end of its path; the label says where the path leads. */
export type ResolvedColumn = ViewColumn & { field: ShownField & { sortable: boolean } }

/** A table view in the actor's language, without columns that lead to what the actor may not read. */
export type ResolvedView = Omit<ViewDefinition, 'label' | 'columns'> & {
  label: string
  /** by field path */
  columns: Record<string, ResolvedColumn>
}
