/** A text shown to people, in every language the platform ships. */
export type LocalizedText = { en: string; 'zh-CN': string }

/** A JSON value or schema fragment. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }
export type JsonSchema = { [keyword: string]: Json }

/** What goes wrong in data or metadata: a stable code, where, and words for people. */
export interface Problem {
  /** RFC 6901 pointer into the document that was sent */
  pointer?: string
  code: string
  message: LocalizedText
  params?: Record<string, unknown>
}

/** The platform half of a property: keys every type knows, and the options of its own type. */
export interface FieldOptions {
  type: string
  label?: LocalizedText
  help?: LocalizedText
  /** position in default layouts and lists */
  order?: number
  /** no two records have the same value, apart from what makes no difference */
  unique?: boolean | UniqueOptions
  indexed?: boolean
  searchable?: boolean
  /** false: callers cannot filter by it */
  filterable?: boolean
  /** false: what nobody has designed leaves it out */
  visible?: boolean
  reportable?: 'dimension' | 'measure' | 'none'
  /** only roles that say so read it; others see what the mask leaves */
  sensitive?: boolean | { mask: 'all' | 'last4' | 'first' | 'domain' }
  /** false leaves the field out of the history */
  history?: boolean
  [option: string]: unknown
}

/** What makes no difference between two texts. */
export interface UniqueOptions {
  ignoreCase?: boolean
  ignoreWidth?: boolean
  ignoreSpaces?: boolean
}

/** One property of an object definition: JSON Schema keywords beside `x-field`. */
export interface Property {
  type?: string
  format?: string
  title?: string
  description?: string
  default?: Json
  readOnly?: boolean
  minLength?: number
  maxLength?: number
  pattern?: string
  minimum?: number
  maximum?: number
  exclusiveMinimum?: number
  exclusiveMaximum?: number
  multipleOf?: number
  minItems?: number
  maxItems?: number
  enum?: Json[]
  'x-field': FieldOptions
}

/**
 * How the expression language sees a value of the field. A `list` is stored as an array (`text[]`, `uuid[]` …), a
 * `struct` as `jsonb`; `options` are the only texts there can be.
 */
export type ExpressionKind =
  ScalarKind | { kind: 'list'; of: ScalarKind } | { kind: 'struct'; fields: Record<string, ExpressionKind> }

/** How the expression language sees a single value. */
export type ScalarKind =
  | { kind: 'text'; options?: readonly string[] }
  | { kind: 'integer' | 'decimal' | 'boolean' | 'date' | 'datetime' }
  | { kind: 'record'; object: string }

/** One choice of a field that has a list of them. Its key never changes; the rest may, without touching rows. */
export interface Choice {
  key: string
  order: number
  label: LocalizedText
  /** an Ant Design colour name or `#rrggbb` */
  color?: string
  /** false: shown where it is stored, but not for new values */
  active: boolean
  /** what stands for it in auto-numbers; default its key */
  code?: string
}

/** Why a value is refused: the words are a sentence of their own. */
export type Refusal = Pick<Problem, 'code' | 'message' | 'params'>

export interface ColumnSpec {
  /** PostgreSQL type, e.g. `numeric(15,2)` */
  type: string
  /** SQL expression for the column default, where the database must fill it */
  default?: string
  /** the index of the type where a plain one does not serve: what follows `on <table>`, from the quoted column */
  index?(column: string): string
}

/** Records that a value names without being one plain id: a list of ids, or an id with the name of its object. */
export interface FieldTargets {
  /** names of objects; `*` stands for every object that people make records of */
  objects: string[]
  /** true: the value is a list of ids of one object; false: one `{object, id}` */
  many: boolean
}

/** What a field that holds files takes: a value is the id of one, or a list of them. */
export interface FileRules {
  many: boolean
  /** files in a value at most */
  most: number
  /** media types such as `application/pdf` or `image/*`; empty: all */
  accept: string[]
  /** null: what the server takes at all */
  maxBytes: number | null
}

/**
 * How people filter by values: which comparisons a list offers. `path`: keys joined by `/`, found by a branch;
 * `prefix`: codes of digit pairs, found by their beginning; `related`: a record of one of several objects; `presence`: only whether there is a value.
 */
export type FilterKind =
  | 'text'
  | 'number'
  | 'flag'
  | 'day'
  | 'time'
  | 'choice'
  | 'choices'
  | 'path'
  | 'prefix'
  | 'reference'
  | 'references'
  | 'related'
  | 'presence'

/** How forms and lists treat values of a type beyond its widget; what is left out follows from the type's expressions. */
export interface Presentation {
  filter?: FilterKind
  /** of a list's column, in px */
  width?: number
  /** takes the whole width of a form and no column of a list that nobody has designed */
  isLong?: boolean
  /** a value tells what it is without its field's label */
  speaksForItself?: boolean
  /** what the parts of a struct are called, so that a problem can name the one it is about */
  parts?: Record<string, LocalizedText>
}

export type Measure = 'count' | 'sum' | 'avg' | 'min' | 'max'

export interface Conformance {
  /** property in author form (only what an author must write) */
  property: Property
  /** values that are accepted; `stored` is what a read returns when it differs from `value` */
  valid: { value: Json; stored?: Json }[]
  /** values that are refused with a problem */
  invalid: Json[]
  /** values in ascending order, as PostgreSQL must sort them */
  ascending?: Json[]
  /** expressions over the field (named `value`) that hold for the first valid value */
  expressions?: string[]
}

/** Who reads or wrote a cell; both have defaults (`zh-CN`, `UTC`). */
export interface CsvContext {
  /** language of option labels and of yes/no */
  locale?: keyof LocalizedText
  /** IANA zone of times that carry no offset */
  timeZone?: string
}

/**
 * Everything the platform knows about one kind of field. A type is one folder; the engine, the API,
 * the form and the tests learn it from here.
 */
export interface FieldType {
  name: string
  label: LocalizedText
  /** an @ant-design/icons name without its suffix, e.g. `calendar` */
  icon: string
  /** properties of `x-field` that only this type has: JSON Schema by key, and which of them are required */
  options: { properties: Record<string, JsonSchema>; required?: string[] }
  /** JSON Schema keywords of the standard half that an author may set (enforced ones only) */
  keywords: readonly (keyof Property)[]
  /** the normal form: both halves filled in from what the author wrote */
  complete(property: Property): Property
  /** JSON Schema of a non-null value, without `x-field` */
  valueSchema(property: Property): JsonSchema
  /** null: the value is computed when read */
  column(property: Property): ColumnSpec | null
  expression(property: Property): ExpressionKind
  /** the object a value refers to, for lookups and users */
  reference?(property: Property): string
  /** the objects whose records a value points to in another way than as one plain id, see `FieldTargets` */
  targets?(property: Property): FieldTargets
  /** values are files kept by the platform, see `FileRules` */
  files?(property: Property): FileRules
  /** the record is a part of the one it refers to, lives and dies with it and is open to whom that one is open */
  isMaster?: true
  /** what the options' JSON Schema cannot say, e.g. a number format that repeats itself; pointers into the property */
  check?(property: Property): Problem[]
  /** the value is made by the platform: formula, auto-number, roll-up */
  computed?: 'formula' | 'sequence' | 'roll-up'
  /** of a computed field: callers may enter the value all the same */
  enterable?(property: Property): boolean
  /** trims or rewrites a valid value before it is stored (e.g. outer spaces of a text) */
  normalise?(value: Json, property: Property): Json
  /** the choices that values are keys of, in their order */
  choices?(property: Property): Choice[]
  sortable: boolean
  groupable: boolean
  /** joins free-text search */
  searchable: boolean
  measures: readonly Measure[]
  csv: {
    format(value: Json, property: Property, context?: CsvContext): string
    /** throws nothing: a cell that cannot be read is a problem; a blank cell is null */
    parse(cell: string, property: Property, context?: CsvContext): { value: Json } | { problem: LocalizedText }
  }
  /** name of the widget in `@fieldwork/fields/ui` */
  widget: string
  presentation?: Presentation
  /** options of `x-field` that decide how a value is shown, e.g. `scale` */
  shownBy?: readonly string[]
  /** options of all types that make no sense for this one and are refused */
  without?: readonly ('unique' | 'indexed')[]
  /** what is wrong with a value that the schema accepts, for what JSON Schema cannot say; asked by the server only */
  refuse?(value: Json, property: Property): Refusal | null
  /** SQL of the text that free-text search looks into; default: the column itself */
  searchText?(column: string): string
  /** SQL of the text that stands for a value of a column where a role masks it; default: nothing of the value is shown */
  preview?(column: string): string
  /** stands in for a type whose code does not work or is not there; that may take its place */
  standsIn?: true
  conformance: Conformance[]
}
